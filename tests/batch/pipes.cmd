@echo off
(echo b& echo a& echo c)| sort
echo x| findstr x| find /c "x"
type nul| find /c /v ""
dir nofile.txt 2>&1| find "Not"
(echo out& echo err 1>&2) 2>err.txt | find "out"
type err.txt
echo to file> f.txt
echo more>> f.txt
find /c "" < f.txt 2>nul
sort /r < f.txt > g.txt
type g.txt
>h.txt echo first
>>h.txt (echo second& echo third)
type h.txt
cmd /c "echo e1 1>&2" 2>nul
cmd /c "echo e2 1>&2" 2>&1 | find "e2"
nosuch 2> e.txt
type e.txt
echo a 2>&1>i.txt
type i.txt
(for %%i in (1 2 3) do @echo line %%i)| find "2"
if 1==1 (echo cond) | find "cond"
echo yes| (if 1==1 (find "yes") else (find "no"))
for /f "delims=" %%l in ('^(echo p1^& echo p2^)^| sort /r') do echo %%l
echo 1> one.txt
echo 2 > two.txt
type one.txt two.txt 2>nul
echo "a|b"| find "|"
echo x> nul
if exist nul echo nul
(echo redirected) > "with space.txt"
type "with space.txt"
type nothing > bad\path.txt
echo %errorlevel%
rem 1>&3 has nowhere to go
echo done| more
