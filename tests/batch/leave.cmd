@echo off
rem A goto without a label to go to ends the batch file, and not its line.
set V=outer
call :shim one two
echo shim %errorlevel% %V%
call :bare & echo same line
echo two levels
call :first
echo back %V%
for /l %%i in (1,1,2) do call :each %%i
call :away
echo not reached
:landed
echo landed
> inner.cmd echo @echo off
>> inner.cmd echo setlocal
>> inner.cmd echo set V=inner
>> inner.cmd echo endlocal ^& goto #_undefined_# 2^>NUL ^|^| title x ^& cmd /c echo got %%*
>> inner.cmd echo echo not reached
call inner.cmd a "b c"
echo inner %V%
cmd /c inner.cmd d
cmd /c "inner.cmd e & echo behind"
> once.cmd echo @(goto) 2^>nul ^& del once.cmd ^& echo deleted
call once.cmd
if not exist once.cmd echo gone
cmd /c inner.cmd f && echo good
> fails.cmd echo @goto none 2^>nul ^|^| cmd /c exit 5
cmd /c fails.cmd
echo code %errorlevel%
(goto) 2>nul & echo last words
echo not reached

:shim
setlocal
set V=changed
goto nowhere 2>nul || echo left with %* %V%
echo not reached

:bare
goto
echo not reached

:first
setlocal
set V=first
call :second
echo not reached
exit /b

:second
setlocal
set V=second
(goto) 2>nul & (goto) 2>nul & call echo level %%V%%
exit /b

:each
(goto) 2>nul & echo each %1
exit /b

:away
(goto) 2>nul & goto landed
