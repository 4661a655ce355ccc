@echo off
setlocal
where cmd
where /q nothing-here
echo status %errorlevel%
where nothing-here
echo status %errorlevel%
echo x> tool.bat
md d
copy tool.bat d >nul
where /r . tool > list.txt
for /f "delims=" %%l in (list.txt) do echo %%~nxl
for /f "delims=" %%l in ('where /f tool') do echo found %%~nxl
where "%cd%\d:*.bat" > list.txt && echo by directory
where /bad
echo status %errorlevel%
timeout /t 1 < nul
echo status %errorlevel%
timeout /t x
echo status %errorlevel%
timeout /t 5 /bad
for /f "tokens=2 delims=\" %%u in ('whoami') do if "%%u"=="%USERNAME%" echo user
whoami /user /fo csv /nh > out.txt
findstr /r "^\".*\\.*\",\"S-1-5-21-.*\"$" out.txt > nul && echo sid
whoami /groups | find "S-1-1-0" > nul && echo everyone
whoami /priv | findstr /b SeChangeNotifyPrivilege
whoami /bad
echo status %errorlevel%
for /f %%h in ('hostname') do if /i "%%h"=="%COMPUTERNAME%" echo host
