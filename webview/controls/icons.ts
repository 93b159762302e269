import account from "@vscode/codicons/src/icons/account.svg";
import add from "@vscode/codicons/src/icons/add.svg";
import app from "@vscode/codicons/src/icons/preview.svg";
import arrowDown from "@vscode/codicons/src/icons/arrow-down.svg";
import arrowUp from "@vscode/codicons/src/icons/arrow-up.svg";
import check from "@vscode/codicons/src/icons/check.svg";
import chevronDown from "@vscode/codicons/src/icons/chevron-down.svg";
import chevronLeft from "@vscode/codicons/src/icons/chevron-left.svg";
import chevronRight from "@vscode/codicons/src/icons/chevron-right.svg";
import close from "@vscode/codicons/src/icons/close.svg";
import beaker from "@vscode/codicons/src/icons/beaker.svg";
import canvas from "@vscode/codicons/src/icons/type-hierarchy.svg";
import copy from "@vscode/codicons/src/icons/copy.svg";
import discard from "@vscode/codicons/src/icons/discard.svg";
import download from "@vscode/codicons/src/icons/desktop-download.svg";
import edit from "@vscode/codicons/src/icons/edit.svg";
import ellipsis from "@vscode/codicons/src/icons/ellipsis.svg";
import error from "@vscode/codicons/src/icons/error.svg";
import file from "@vscode/codicons/src/icons/file.svg";
import folder from "@vscode/codicons/src/icons/folder-opened.svg";
import goToFile from "@vscode/codicons/src/icons/go-to-file.svg";
import history from "@vscode/codicons/src/icons/history.svg";
import info from "@vscode/codicons/src/icons/info.svg";
import keyboard from "@vscode/codicons/src/icons/record-keys.svg";
import link from "@vscode/codicons/src/icons/link-external.svg";
import listTree from "@vscode/codicons/src/icons/list-tree.svg";
import mic from "@vscode/codicons/src/icons/mic.svg";
import output from "@vscode/codicons/src/icons/output.svg";
import pause from "@vscode/codicons/src/icons/debug-pause.svg";
import pin from "@vscode/codicons/src/icons/pin.svg";
import pinned from "@vscode/codicons/src/icons/pinned.svg";
import play from "@vscode/codicons/src/icons/play.svg";
import record from "@vscode/codicons/src/icons/record.svg";
import redo from "@vscode/codicons/src/icons/redo.svg";
import refresh from "@vscode/codicons/src/icons/refresh.svg";
import runAll from "@vscode/codicons/src/icons/run-all.svg";
import screenFull from "@vscode/codicons/src/icons/screen-full.svg";
import search from "@vscode/codicons/src/icons/search.svg";
import send from "@vscode/codicons/src/icons/send.svg";
import server from "@vscode/codicons/src/icons/server.svg";
import sparkle from "@vscode/codicons/src/icons/sparkle.svg";
import starEmpty from "@vscode/codicons/src/icons/star-empty.svg";
import starFull from "@vscode/codicons/src/icons/star-full.svg";
import stop from "@vscode/codicons/src/icons/debug-stop.svg";
import sync from "@vscode/codicons/src/icons/sync.svg";
import tidy from "@vscode/codicons/src/icons/type-hierarchy-sub.svg";
import trash from "@vscode/codicons/src/icons/trash.svg";
import undo from "@vscode/codicons/src/icons/discard.svg";
import upload from "@vscode/codicons/src/icons/cloud-upload.svg";
import warning from "@vscode/codicons/src/icons/warning.svg";
import zoomIn from "@vscode/codicons/src/icons/zoom-in.svg";
import zoomOut from "@vscode/codicons/src/icons/zoom-out.svg";

/** The icons of VS Code that the canvas uses. */
export const icons = {
  account,
  add,
  app,
  arrowDown,
  arrowUp,
  beaker,
  canvas,
  check,
  chevronDown,
  chevronLeft,
  chevronRight,
  close,
  copy,
  discard,
  download,
  edit,
  ellipsis,
  error,
  file,
  folder,
  goToFile,
  history,
  info,
  keyboard,
  link,
  listTree,
  mic,
  output,
  pause,
  pin,
  pinned,
  play,
  record,
  redo,
  refresh,
  runAll,
  screenFull,
  search,
  send,
  server,
  sparkle,
  starEmpty,
  starFull,
  stop,
  sync,
  tidy,
  trash,
  undo,
  upload,
  warning,
  zoomIn,
  zoomOut,
} as const;

export type IconName = keyof typeof icons;
