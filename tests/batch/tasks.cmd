@echo off
tasklist /nh /fo csv > list.csv
for /f "tokens=1,2,3 delims=," %%a in ('findstr cmd list.csv') do set FOUND=%%~a %%~c
echo %FOUND%
tasklist /fi "imagename eq cmd.exe" | findstr /b /c:"Image Name" /c:"===" /c:"cmd.exe" > t.txt
for /f "tokens=1" %%a in (t.txt) do set LAST=%%a
echo %LAST%
findstr /b = t.txt
tasklist /fi "imagename eq none.exe"
echo status %errorlevel%
tasklist /fi "imagename eq cmd.exe" /fo list > t.txt
findstr /x /c:"Session Name: Console" t.txt > nul && echo listed
tasklist /fi "wrong"
echo status %errorlevel%
taskkill /f /im none.exe
echo status %errorlevel%
taskkill
echo status %errorlevel%
copy C:\Windows\System32\cmd.exe spin.exe > nul
start /b spin /d /c "for /l %%i in (1,0,2) do @rem"
tasklist | find /c "spin.exe"
taskkill /im spin.exe 2> nul
echo status %errorlevel%
for /f "tokens=2 delims=," %%p in ('tasklist /fo csv /nh /fi "imagename eq spin*"') do set ID=%%~p
tasklist /fi "pid eq %ID%" /nh | find /c "spin.exe"
taskkill /f /im spin.exe > killed.txt
echo status %errorlevel%
for /f "tokens=1,5" %%a in (killed.txt) do echo %%a %%b
tasklist | find "spin.exe" || echo gone
taskkill /f /pid %ID% 2> nul
echo status %errorlevel%
taskkill /f /fi "imagename eq spin.exe"
start /b spin /d /c "spin /d /c for /l %%i in (1,0,2) do @rem & rem"
start /b /wait timeout /t 0 2> nul
for /f "tokens=2 delims=," %%p in ('tasklist /fo csv /nh /fi "imagename eq spin.exe"') do if not defined FIRST set FIRST=%%~p
taskkill /f /t /pid %FIRST% > nul
tasklist | find "spin.exe" || echo all gone
