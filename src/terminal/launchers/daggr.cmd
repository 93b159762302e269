@echo off
rem `daggr` in VS Code's terminals on Windows: as the script `daggr` beside this one does it.
setlocal
set "daggr_node="
for /f "tokens=1 delims=v." %%m in ('node --version 2^>nul') do if %%m geq 22 set "daggr_node=node"
if not defined daggr_node (
  if not defined DAGGR_VSCODE_NODE (
    echo daggr needs Node 22 or newer on PATH, or a terminal of VS Code. 1>&2
    exit /b 2
  )
  set "ELECTRON_RUN_AS_NODE=1"
)
if not defined daggr_node set "daggr_node=%DAGGR_VSCODE_NODE%"
"%daggr_node%" "%~dp0..\daggr.cjs" %*
