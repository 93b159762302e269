/**
 * Runs an app in Python and ends it, with all it started, when its standard input closes: that happens when the process that
 * holds the other end is gone, however it ended.
 */
export const bootstrap = `
import os, runpy, signal, sys, threading

def follow():
    try:
        while os.read(0, 4096):
            pass
    finally:
        if hasattr(os, "killpg"):
            os.killpg(os.getpgid(0), signal.SIGKILL)
        os._exit(0)

threading.Thread(target=follow, daemon=True).start()
app = sys.argv[1]
sys.argv = [app]
sys.path[0] = os.path.dirname(os.path.abspath(app))
runpy.run_path(app, run_name="__main__")
`;
