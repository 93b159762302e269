/** Every id that the manifest and the code share; a test holds that both agree. */
export const commands = {
  openCanvas: "daggr.openCanvas",
  openAppView: "daggr.openAppView",
  newWorkflow: "daggr.newWorkflow",
  runAll: "daggr.runAll",
  runNode: "daggr.runNode",
  testNode: "daggr.testNode",
  debugNode: "daggr.debugNode",
  stop: "daggr.stop",
  recordCalls: "daggr.recordCalls",
  replayCalls: "daggr.replayCalls",
  stopRecording: "daggr.stopRecording",
  share: "daggr.share",
  signIn: "daggr.signIn",
  signOut: "daggr.signOut",
  signInToApp: "daggr.signInToApp",
  setQueueKey: "daggr.setQueueKey",
  clearApiCache: "daggr.clearApiCache",
  showLogs: "daggr.showLogs",
  addNode: "daggr.addNode",
  addTypes: "daggr.addTypes",
  writeTypes: "daggr.writeTypes",
  revealData: "daggr.revealData",
  exportSheet: "daggr.exportSheet",
  exportPage: "daggr.exportPage",
  saveAsTest: "daggr.saveAsTest",
  importSheet: "daggr.importSheet",
  copySheet: "daggr.copySheet",
  clearSheet: "daggr.clearSheet",
  updateExpected: "daggr.updateExpected",
} as const;

/** Commands that only links of ours carry out: the palette does not know them. */
export const innerCommands = { answerNotice: "daggr.answerNotice" } as const;

/** MCP servers that VS Code may start. */
export const mcpProviders = { workspace: "daggr.workspace" } as const;

export const views = { canvas: "daggr.canvas" } as const;

export const contextKeys = {
  /** The active editor holds a workflow file. */
  workflow: "daggr.workflow",
} as const;

export const settings = {
  section: "daggr",
  hostLimit: "hostLimit",
  keptResults: "keptResults",
  mediaLimit: "mediaLimit",
  downloadLimit: "downloadLimit",
  loadTimeout: "loadTimeout",
  dependencyCheck: "dependencyCheck",
  types: "types",
  queue: "queue",
  files: "files",
} as const;

/** What a workspace remembers. */
export const workspaceKeys = {
  /** Followed by the folder of a project: whether its types may be written. */
  types: "types:",
} as const;

export const secrets = {
  huggingFaceToken: "huggingface.token",
  /** Followed by the origin of a Gradio app. */
  login: "gradio.login:",
  /** With which the jobs of a queue are signed. */
  queueKey: "queue.key",
  /** Of the queue's server. */
  queuePassword: "queue.password",
} as const;
