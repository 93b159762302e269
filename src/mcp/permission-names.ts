/** What a person can allow beforehand, by `--allow`. */
export const permissionNames = ["run", "test", "live", "edit", "account"] as const;

/**
 * `run` and `test` run code of the workspace and call services in the person's name, `live` makes calls that are in no record of a workflow's own
 * recording, `edit` writes workflow files, `account` asks the Hub and apps with the person's token and logins.
 */
export type Permission = (typeof permissionNames)[number];
