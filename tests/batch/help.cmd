@echo off
cd /?
if /?
for /?
rem /?
rem not /?
echo /?
echo(/?
echo text /?
set/?
goto /? & echo status %errorlevel%
for %%i in (assoc break call chdir cls color copy date del dir endlocal erase exit ftype md mkdir mklink move path pause popd prompt pushd rd ren rename rmdir setlocal shift start time title type ver verify vol) do (%%i /? | find /c /i "%%i" > nul || echo no help for %%i) 
mklink /?
if 1==1 if /? | find "EXIST"
whoami /upn
echo status %errorlevel%
robocopy . out /quit
echo status %errorlevel%
