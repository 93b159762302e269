// What workflow files import from "daggr". The published types are made from this file.
import { gr as components } from "./component.ts";
import { GraphObject } from "./graph/graph.ts";
import { ItemList as makeItemList } from "./item-list.ts";
import { FnNode as FnNodeClass } from "./nodes/fn.ts";
import { GradioNode as GradioNodeClass } from "./nodes/gradio.ts";
import {
  Approve as ApproveClass,
  ChooseOne as ChooseOneClass,
  TextInput as TextInputClass,
} from "./nodes/human.ts";
import { InferenceNode as InferenceNodeClass } from "./nodes/inference.ts";
import { InputNode as InputNodeClass } from "./nodes/input.ts";
import type { FnNodeConstructor } from "./types/fn-node.ts";
import type { Components } from "./types/gr.ts";
import type { Graph as GraphType, GraphConstructor } from "./types/graph.ts";
import type { ApproveConstructor, ChooseOneConstructor, TextInputConstructor } from "./types/human-nodes.ts";
import type { InputNodeConstructor } from "./types/input-node.ts";
import type { ItemList as ItemListType, ItemListConstructor } from "./types/outputs.ts";
import type { GradioNodeConstructor, InferenceNodeConstructor } from "./types/service-nodes.ts";

// The classes make ports from names that only exist at run time. The constructor types compute these ports from the options,
// which TypeScript cannot prove of a class: hence the casts.
export const GradioNode = GradioNodeClass as unknown as GradioNodeConstructor;
export const FnNode = FnNodeClass as unknown as FnNodeConstructor;
export const InferenceNode = InferenceNodeClass as unknown as InferenceNodeConstructor;
export const InputNode = InputNodeClass as unknown as InputNodeConstructor;
export const ChooseOne = ChooseOneClass as unknown as ChooseOneConstructor;
export const Approve = ApproveClass as unknown as ApproveConstructor;
export const TextInput = TextInputClass as unknown as TextInputConstructor;
export const ItemList = makeItemList as unknown as ItemListConstructor;
export const Graph = GraphObject as unknown as GraphConstructor;
export const gr: Components = components;

export type ItemList<Fields> = ItemListType<Fields>;
export type Graph = GraphType;
export type { Component } from "../components/component.ts";
export type {
  AnnotatedImageValue,
  AnyFile,
  AudioFile,
  Cell,
  ChatMessage,
  ChatPart,
  DataframeValue,
  DialogueLine,
  FileOf,
  GalleryImage,
  GalleryVideo,
  HighlightedToken,
  ImageEditorValue,
  ImageFile,
  ImageSliderValue,
  Json,
  LabelValue,
  ModelFile,
  MultimodalValue,
  PlotValue,
  SubtitledVideo,
  VideoFile,
} from "../components/values.ts";
export type { Context } from "./types/context.ts";
export type { Input } from "./types/inputs.ts";
export type { AnyNode, Node } from "./types/node.ts";
export type { Each, Port, PortBase, ScatteredPort } from "./types/port.ts";
export type { ChoiceParameter, ChoicesParameter, Constant, Parameter, Spaces } from "./types/spaces.ts";
export type { Task } from "./types/tasks.ts";
