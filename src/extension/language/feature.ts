import * as vscode from "vscode";
import type { Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import { addNodeCommand } from "./commands/add-node.ts";
import { completionTriggers } from "../../runtime/protocol/language.ts";
import { Completions } from "./completion.ts";
import { registerAnswerNotice, EngineProblems } from "./engine-problems.ts";
import { Fixes, fixKinds } from "./fixes.ts";
import { Hovers } from "./hover.ts";
import { CodeLenses } from "./code-lenses.ts";
import { Links } from "./links.ts";
import { newWorkflowCommand } from "./commands/new-workflow.ts";
import { sourceLanguages } from "./positions.ts";
import { Problems } from "./problems.ts";
import { ApiTypes } from "./api-types.ts";
import { Symbols } from "./symbols.ts";

/** All that the editor knows about workflows: problems and their fixes, completion, hover, lenses, symbols, links. */
export const languageFeature: Feature = {
  register(services) {
    const { language, sessions } = services;
    const documents = [...sourceLanguages].flatMap((id) => [
      { language: id, scheme: "file" },
      { language: id, scheme: "untitled" },
    ]);
    const problems = new Problems(language);
    const engineProblems = new EngineProblems(sessions);
    const types = new ApiTypes(services, problems.onChecked);
    const lenses = new CodeLenses(language, sessions);
    const { languages } = vscode;
    return vscode.Disposable.from(
      problems,
      types,
      engineProblems,
      registerAnswerNotice(sessions),
      lenses,
      languages.registerCodeActionsProvider(documents, new Fixes(language, problems), {
        providedCodeActionKinds: [fixKinds.quick, fixKinds.all],
      }),
      languages.registerCodeActionsProvider(documents, engineProblems, {
        providedCodeActionKinds: [fixKinds.quick],
      }),
      languages.registerCompletionItemProvider(documents, new Completions(language), ...completionTriggers),
      languages.registerHoverProvider(documents, new Hovers(language)),
      languages.registerDocumentLinkProvider(documents, new Links(language)),
      languages.registerDocumentSymbolProvider(documents, new Symbols(language), { label: "Daggr" }),
      languages.registerCodeLensProvider(documents, lenses),
      vscode.commands.registerCommand(commands.addNode, (given?: unknown) =>
        addNodeCommand(services, language, given),
      ),
      vscode.commands.registerCommand(commands.writeTypes, (given?: unknown) => types.writeNow(given)),
      vscode.commands.registerCommand(commands.newWorkflow, (given?: unknown) =>
        newWorkflowCommand(services, language, given),
      ),
    );
  },
};
