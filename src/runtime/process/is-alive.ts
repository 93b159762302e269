/** Whether a process of this machine runs. Its id may meanwhile be that of another one. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, but as another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
