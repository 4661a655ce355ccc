@prompt $G
for %%i in (1 2) do echo %%i
@for %%i in (3) do echo %%i
if 1==1 (
  echo a
) else (
  echo b
)
(for %%i in (1 2) do echo %%i) | findstr 2
echo a ^
b
@echo off
(for %%i in (1 2) do echo %%i) | findstr 2
for /f "delims=" %%a in ('for %%i in ^(1 2^) do echo %%i') do echo %%a
cmd /c for %%i in (1 2) do echo %%i
cmd /c for %%i in (1 2) do @echo %%i
cmd /q /c for %%i in (1 2) do echo %%i
