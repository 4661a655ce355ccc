@echo off
setlocal
set ROOT=%cd%
md a\b\c "with space"
md a
echo %errorlevel%
cd a\b
if "%cd%"=="%ROOT%\a\b" echo in b
cd ..\..
pushd "with space"
if "%cd%"=="%ROOT%\with space" echo in space
pushd ..\a
popd
popd
popd
if "%cd%"=="%ROOT%" echo back
cd none
echo %errorlevel%
cd /d "%ROOT%\with space"
cd ..
c:
if "%cd:~0,2%"=="C:" echo on C
z:
if "%cd%"=="%ROOT%" echo where it was
cd C:\Windows
if "%cd%"=="%ROOT%" echo not moved
c:
cd
cd /d %ROOT%
echo one> a\one.txt
echo two> a\two.log
echo three> a\b\three.txt
dir /b a
dir /b /a-d a
dir /b /ad a
dir /b /o-n a
dir /b /o:gn a
for /f "delims=" %%d in ('dir /s /b a\*.txt') do echo %%~nxd
for /f "delims=" %%d in ('dir /b/s/a-d a') do echo %%~nxd
dir a | findstr /c:" Directory of " /c:"File(s)" | findstr /v "Z:"
dir /w /a-d a | find "one"
dir /b none
echo %errorlevel%
dir /-c a\*.txt | findstr /r /c:"^[0-1][0-9]/[0-3][0-9]/20[0-9][0-9]  [0-1][0-9]:[0-5][0-9] [AP]M  *5 one.txt"> nul && echo long form
ren a\*.txt *.bak
dir /b a
ren a\one.bak two.log
ren a\one.bak x\y
ren none.txt b.txt
copy a\*.* "with space" | find "copied"
copy a\one.bak + a\two.log sum.txt
type sum.txt
copy sum.txt sum2.txt
copy /y sum.txt "with space\" > nul
copy none.txt x.txt
echo %errorlevel%
copy nul empty.txt > nul
for %%f in (empty.txt) do echo size %%~zf
copy sum.txt
move sum2.txt moved.txt
move moved.txt a
move a\b a\bb
move none.txt x
type none1.txt none2.txt
del a\none.txt 2>nul
del /q /s a\*.bak | find /c "Deleted file - Z:"
del empty.txt sum.txt
if not exist sum.txt echo deleted
rd a
rd /s /q a
if not exist a echo removed
rd "with space" 2>nul || echo full
echo y| rd /s "with space"
if not exist "with space" echo removed too
rd none
mklink link.txt %~nx0 > nul && echo linked
mklink /h hard.txt %~nx0 > nul && fc /b hard.txt %~nx0 > nul && echo same
del link.txt hard.txt
