"""Published build tools, each of another language or run-time: GraalVM, Dart, Haskell, Go, Rust,
Visual C++ and mingw."""
import math
import os
import shutil
import struct
import wave

import fetch
from runner import READ_ALL, must, same_lines, succeed, windows


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def closure(cache, folder):
    program = fetch.program("closure", cache)
    write(f"{folder}/in.js", "function twice(number) { var result = number * 2; return result; }\n"
                             "window['shown'] = twice(21);\n")
    succeed(program, ["-O", "ADVANCED", "--js", "in.js", "--js_output_file", "out.js",
                      "--create_source_map", "out.map"], folder, READ_ALL)
    with open(f"{folder}/out.js", encoding="utf-8") as file:
        must(file.read().strip() == "window.shown=42;", "out.js is wrong")
    must(os.path.getsize(f"{folder}/out.map") > 20, "out.map is empty")


def sass(cache, folder):
    program = fetch.program("dart", cache, whole_folder=True)
    snapshot = os.path.join(os.path.dirname(program), "sass.snapshot")
    write(f"{folder}/_part.scss", "@function double($n) { @return $n * 2; }\n")
    write(f"{folder}/in.scss", '@use "part";\n.a { .b { width: part.double(21px); } }\n')
    outcome = succeed(program, [snapshot, "--style=compressed", "in.scss"], folder, READ_ALL)
    must(outcome.text().strip() == ".a .b{width:42px}", outcome.text())
    bad = windows(program, [snapshot, "none.scss"], folder, READ_ALL)
    must(bad.status == 66 and b"none.scss" in bad.err, f"status {bad.status}", bad.err)


def elm(cache, folder):
    program = fetch.program("elm", cache)
    must(succeed(program, ["--version"], folder).text().strip() == "0.19.3", "the version")
    asked = windows(program, ["init"], folder, READ_ALL, stdin=b"n\n")
    must("elm.json" in asked.text(), asked.text(), asked.err)


def typescript(cache, folder):
    program = fetch.program("tsgo", cache, whole_folder=True)
    write(f"{folder}/good.ts", "interface P { x: number }\nconst p: P = { x: 1 };\n"
                               "async function f(): Promise<number> { return p.x; }\nf();\n")
    succeed(program, ["--target", "es2020", "good.ts"], folder, READ_ALL)
    with open(f"{folder}/good.js", encoding="utf-8") as file:
        must("interface" not in file.read(), "good.js has types")
    write(f"{folder}/bad.ts", 'const n: number = "text";\n')
    bad = windows(program, ["--noEmit", "bad.ts"], folder, READ_ALL)
    must(bad.status in (1, 2) and "TS2322" in bad.text(), f"status {bad.status}", bad.text())


def rcedit(cache, folder):
    program = fetch.program("rcedit", cache)
    shutil.copy(program, f"{folder}/copy.exe")
    succeed(program, ["copy.exe", "--set-version-string", "ProductName", "Größe",
                      "--set-file-version", "3.2.1.0"], folder)
    got = succeed(f"{folder}/copy.exe", ["copy.exe", "--get-version-string", "FileVersion"], folder)
    must(got.text().strip() == "3.2.1.0", got.text())


def lightningcss(cache, folder):
    program = fetch.program("lightningcss", cache)
    write(f"{folder}/in.css", ".a { color: #ff0000; margin: 0px 0px }\n.a { color: red }\n")
    outcome = succeed(program, ["--minify", "in.css"], folder, READ_ALL)
    same_lines("in.css", outcome.text().splitlines(), [".a{color:red;margin:0}"])


def ffmpeg(cache, folder):
    program = fetch.program("ffmpeg", cache)
    samples = b"".join(struct.pack("<h", int(9000 * math.sin(i * 0.3))) for i in range(16000))
    with wave.open(f"{folder}/in.wav", "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples)
    quiet = ["-loglevel", "error", "-y"]
    succeed(program, [*quiet, "-i", "in.wav", "mid.flac"], folder)
    succeed(program, [*quiet, "-i", "mid.flac", "out.wav"], folder)
    with wave.open(f"{folder}/out.wav", "rb") as file:
        must(file.readframes(20000) == samples, "the sound has changed")
    must(os.path.getsize(f"{folder}/mid.flac") < len(samples), "mid.flac is larger")
    succeed(program, [*quiet, "-f", "lavfi", "-i", "testsrc=duration=1:size=160x120:rate=10",
                      "out.mp4"], folder)


TASKS = {"closure compiler (GraalVM): advanced optimisation": closure,
         "sass (Dart): compile a style sheet": sass,
         "elm (Haskell): version, and a question": elm,
         "tsgo: compile and check types": typescript,
         "rcedit: set version strings of itself": rcedit,
         "lightningcss: minify": lightningcss,
         "ffmpeg: FLAC and back, a film": ffmpeg}
