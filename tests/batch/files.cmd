@echo off
echo one> a.txt
echo two> b.txt
copy a.txt+b.txt c.txt
type c.txt
ren c.txt d.txt
if exist c.txt echo still there
move d.txt e.txt
md sub\deep
copy *.txt sub
dir /b sub
del /q sub\a.txt
for %%f in (sub\*.txt) do echo %%~nxf %%~zf
pushd sub
echo x> y.txt
popd
if exist sub\y.txt echo pushed
rd sub 2>nul || echo not empty
rd /s /q sub
if not exist sub echo gone
type nothing.txt 2>err.txt || echo no such file
sort < a.txt >nul 2>nul
set NAME=
if not defined NAME echo undefined
set "NAME=a & b"
echo "%NAME%" %NAME:~-1% %NAME:a=c%
(echo in & echo block)> block.txt
type block.txt
echo left| (for /f "delims=" %%l in ('type a.txt') do @echo right %%l)
exit /b 0
