@echo off
echo a,b,,c> csv.txt
echo ; comment>> csv.txt
echo one two three four>> csv.txt
echo.>> csv.txt
echo   lead x>> csv.txt
for /f "tokens=1-3 delims=," %%a in (csv.txt) do echo [%%a][%%b][%%c]
for /f "tokens=2,4" %%a in (csv.txt) do echo [%%a][%%b]
for /f "tokens=1*" %%a in (csv.txt) do echo [%%a][%%b]
for /f "delims=" %%a in (csv.txt) do echo [%%a]
for /f "skip=2" %%a in (csv.txt) do echo [%%a]
for /f "eol=o delims=" %%a in (csv.txt) do echo [%%a]
for /f "usebackq tokens=1 delims=," %%a in ("csv.txt") do echo [%%a]
for /f "usebackq" %%a in (`echo back quoted`) do echo [%%a]
for /f "usebackq tokens=2" %%a in ('single quoted string') do echo [%%a]
for /f "tokens=3" %%a in ("double quoted string") do echo [%%a]
for /f "tokens=1,2 delims==" %%a in ('set ^| findstr /b PATHEXT') do echo %%a
for /f "delims=" %%a in ('echo one^& echo two') do echo [%%a]
for /f "delims=" %%a in ('type csv.txt ^| find "two" ^| findstr three') do echo [%%a]
for /f "tokens=*" %%a in ("   trimmed left  ") do echo [%%a]
for /f "tokens=1,2 delims=: " %%a in ("key: value") do echo %%a=%%b
for /f %%a in (nofile.txt) do echo never
echo %errorlevel%
for /l %%i in (5,-2,1) do echo %%i
for /l %%i in (3,1,2) do echo never
md t\u\v
echo x> t\1.txt
echo x> t\u\2.txt
echo x> t\u\v\3.log
for /r t %%f in (*.txt) do echo %%~nxf
for /r t %%d in (.) do if exist "%%d" echo dir
for /d %%d in (t\*) do echo %%d
for /d /r t %%d in (v*) do echo %%~nxd
for %%f in (t\*.txt none*.txt plain) do echo %%f
for %%a in (1 2) do for %%b in (x y) do echo %%a%%b
for %%a in (a
b
c) do echo %%a
for %%i in (1 2 3) do (
  if %%i==2 goto out
  echo loop %%i
)
:out
echo out
for %%i in (1) do echo %%~fi| find "\1" >nul && echo full
for %%f in (t\1.txt) do echo %%~zf %%~af
