@echo off
rem The command line of Halfopen, run by the runtime of the app it came with: no other Node is needed.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\..\Halfopen.exe" "%~dp0..\app\halfopen.js" %*
