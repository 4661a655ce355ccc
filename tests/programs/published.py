"""Tasks for the programs of the manifest."""
import filecmp
import json
import os
import random
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import fetch
from runner import NET, READ_ALL, RUNNER, must, same_lines, succeed, windows

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron".split()


def make_tree(root, count):
    """Files of many sizes and kinds, the same on every run."""
    source = random.Random(7)
    for number in range(count):
        folder = os.path.join(root, f"d{number % 13}", "sub" * (number % 3) or "top")
        os.makedirs(folder, exist_ok=True)
        name = f"file {number}.bin" if number % 5 else f"größe-{number}-☃.txt"
        size = source.choice([0, 1, 100, 4096, 20000, 70000])
        if number % 2:
            data = source.randbytes(size)
        else:
            data = " ".join(source.choices(WORDS, k=size // 5)).encode()
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


def tree_files(root):
    return sorted(os.path.relpath(os.path.join(folder, name), root)
                  for folder, _, names in os.walk(root) for name in names)


def same_trees(name, got, want):
    same_lines(name, tree_files(got), tree_files(want))
    _, wrong, failed = filecmp.cmpfiles(got, want, tree_files(want), shallow=False)
    must(not wrong + failed, f"{name}: contents differ", *(wrong + failed)[:8])


def pack_with(program, folder, suffix, options):
    archive = "packed." + suffix
    succeed(program, ["a", *options, archive, "tree"], folder)
    outcome = succeed(program, ["t", archive], folder)
    must("Everything is Ok" in outcome.text(), "t: " + outcome.text()[-300:])
    succeed(program, ["x", "-y", "-oout-" + suffix, archive], folder)
    same_trees(suffix, os.path.join(folder, "out-" + suffix, "tree"), os.path.join(folder, "tree"))


def seven_zip(cache, folder):
    program = fetch.program("7za", cache)
    make_tree(os.path.join(folder, "tree"), 500)
    pack_with(program, folder, "lzma2.7z", ["-m0=LZMA2", "-mx=5", "-mmt=2"])
    pack_with(program, folder, "ppmd.7z", ["-m0=PPMd"])
    pack_with(program, folder, "zip", ["-tzip", "-mm=Deflate"])
    with open(os.path.join(folder, "packed.zip"), "r+b") as file:
        file.seek(3000)
        file.write(b"damage")
    must(windows(program, ["t", "packed.zip"], folder).status == 2, "damage was not noticed")


PROJECT = {
    "src/index.tsx": """import { total } from './lib/sum';
import data from './data.json';
import { Shape, area } from './lib/shapes';
import './style.css';
const shapes: Shape[] = data.shapes as Shape[];
const view = <ul title="list">{shapes.map(shape => <li>{area(shape)}</li>)}</ul>;
console.log(total(shapes.map(area)), JSON.stringify(view));
import('./lib/lazy').then(lazy => console.log(lazy.greet`x${1}y`));
""",
    "src/lib/sum.ts": "export const total = (list: number[]) => list.reduce((a, b) => a + b, 0);\n"
                      "export const unused = 'this text is not to be kept';\n",
    "src/lib/shapes.ts": """export type Shape = { kind: 'circle' | 'square'; size: number };
export enum Sides { circle = 0, square = 4 }
export function area({ kind, size }: Shape): number {
    return Sides[kind] === 4 ? size ** 2 : Math.round(Math.PI * size * size);
}
""",
    "src/lib/lazy.ts": "export function greet(parts: TemplateStringsArray, n: number) {\n"
                       "    return `${parts[0]}-${n ?? 0}-${parts[1]}`;\n}\n",
    "src/data.json": '{"shapes": [{"kind": "circle", "size": 2}, {"kind": "square", "size": 3}]}',
    "src/style.css": "body { color: rgb(255, 0, 0); }\n@media print { a { display: none } }\n",
    "src/factory.js": "export const make = (tag, props, ...children) => ({ tag, props, children });\n",
}


def esbuild(cache, folder):
    program = fetch.program("esbuild", cache)
    for name, text in PROJECT.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    succeed(program, ["src/index.tsx", "--bundle", "--minify", "--sourcemap", "--target=es2018",
                      "--jsx-factory=make", "--inject:src/factory.js", "--outfile=out/bundle.js"],
            folder, READ_ALL)
    with open(f"{folder}/out/bundle.js", encoding="utf-8") as file:
        bundle = file.read()
    with open(f"{folder}/out/bundle.js.map", encoding="utf-8") as file:
        sources = json.load(file)["sources"]
    with open(f"{folder}/out/bundle.css", encoding="utf-8") as file:
        must("body{color:red}" in file.read(), "style.css was not minified")
    must("not to be kept" not in bundle, "unused code was kept")
    must("??" not in bundle, "the target es2018 was not honoured")
    same_lines("sources", sorted(sources), sorted(
        "../" + name for name in PROJECT if name.endswith((".tsx", ".ts", ".json", ".js"))))
    if node := shutil.which("node"):
        out = subprocess.run([node, f"{folder}/out/bundle.js"], check=True, capture_output=True,
                             text=True).stdout
        same_lines("the bundle's output", out.splitlines(), [
            '22 {"tag":"ul","props":{"title":"list"},"children":[[{"tag":"li","props":null,'
            '"children":[13]},{"tag":"li","props":null,"children":[9]}]]}', "x-1-y"])
    with open(f"{folder}/src/bad.ts", "w", encoding="ascii") as file:
        file.write("let a = ;\n")
    bad = windows(program, ["src/bad.ts"], folder, READ_ALL)
    must(bad.status == 1 and b"Unexpected" in bad.err, f"bad.ts: status {bad.status}", bad.err)


def search_reference(root, pattern):
    lines = []
    for name in tree_files(root):
        with open(os.path.join(root, name), "rb") as file:
            data = file.read()
        if b"\0" not in data:
            lines += [f"{os.path.basename(root)}/{name}:{number}:{line}" for number, line in
                      enumerate(data.decode().splitlines(), 1) if re.search(pattern, line)]
    return sorted(lines)


def ripgrep(cache, folder):
    program = fetch.program("rg", cache)
    source = random.Random(11)
    for number in range(300):
        sub = os.path.join(folder, "text", f"a{number % 7}", f"b{number % 3}")
        os.makedirs(sub, exist_ok=True)
        with open(f"{sub}/n{number}.txt", "w", encoding="utf-8") as file:
            for _ in range(source.randrange(200)):
                file.write(" ".join(source.choices(WORDS + ["naïve", "ΣΙΣΥΦΟΣ"], k=8)) + "\n")
    for pattern in (r"alpha (beta|gamma) \w+ta\b", r"^naïve", r"kappa$"):
        outcome = succeed(program, ["-n", "--no-heading", "--color=never", "--path-separator=/",
                                    pattern, "text"], folder, READ_ALL)
        same_lines(pattern, sorted(outcome.text().splitlines()),
                   search_reference(f"{folder}/text", pattern))
    counted = succeed(program, ["-c", "-i", "--no-filename", "σισυφος", "text"], folder,
                      READ_ALL)
    must(sum(map(int, counted.text().split())) == len(search_reference(f"{folder}/text", "ΣΙΣΥΦΟΣ")),
         "matching without case")
    must(windows(program, ["nothing like this", "text"], folder, READ_ALL).status == 1, "status of no match")
    piped = succeed(program, ["-o", "b+"], folder, READ_ALL, stdin=b"abba\nxyz\nb")
    same_lines("from a pipe", piped.text().split(), ["bb", "b"])


def biome(cache, folder):
    program = fetch.program("biome", cache)
    files = [f"part{number}.js" for number in range(60)]
    for name in files:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("const x   = {a:1,b : [1,2,\n3]}\nexport function f( y ){return x.a+y}\n")
    succeed(program, ["format", "--write", *files], folder)
    want = "const x = { a: 1, b: [1, 2, 3] };\nexport function f(y) {\n\treturn x.a + y;\n}\n"
    for name in files:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            same_lines(name, file.read().splitlines(), want.splitlines())
    with open(os.path.join(folder, "bad.js"), "w", encoding="utf-8") as file:
        file.write("debugger;\n")
    outcome = windows(program, ["lint", "bad.js"], folder)
    must(outcome.status == 1 and b"noDebugger" in outcome.out + outcome.err, "lint of bad.js")


DENO_SCRIPT = """
import fs from "node:fs";
import crypto from "node:crypto";
fs.writeFileSync("out.txt", "größe");
console.log(fs.readFileSync("out.txt", "utf8"));
console.log(crypto.createHash("sha256").update("abc").digest("hex").slice(0, 8));
const worker = new Worker(new URL("data:application/javascript," +
    "self.onmessage = e => self.postMessage(e.data.reduce((a, b) => a + b))"), {type: "module"});
const sum = new Promise(resolve => { worker.onmessage = e => resolve(e.data); });
worker.postMessage(Array.from({length: 1000}, (_, i) => i));
console.log(await sum);
worker.terminate();
const start = performance.now();
await Promise.all(Array.from({length: 50}, (_, i) => new Promise(r => setTimeout(r, i))));
console.log(performance.now() - start >= 49);
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5,
    1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]);
console.log((await WebAssembly.instantiate(bytes)).instance.exports.f());
"""


DENO_SERVER = r"""
const server = Deno.serve({ port: 0, hostname: '127.0.0.1', onListen() {} },
  request => new Response(new URL(request.url).pathname));
const texts = await Promise.all([...Array(200).keys()].map(
  i => fetch(`http://127.0.0.1:${server.addr.port}/${i}`).then(response => response.text())));
console.log(texts.every((text, i) => text == '/' + i));
const listener = Deno.listen({ port: 0, hostname: '127.0.0.1' });
const client = await Deno.connect({ port: listener.addr.port });
const accepted = await listener.accept();
const room = new Uint8Array(9);
await client.write(new TextEncoder().encode('tcp'));
console.log(await accepted.read(room), new TextDecoder().decode(room.slice(0, 3)));
client.close();
console.log(await accepted.read(room));
accepted.close();
listener.close();
await server.shutdown();
await Deno.connect({ port: listener.addr.port }).catch(error => console.log(error.name));
"""


def deno_server(cache, folder):
    program = fetch.program("deno", cache)
    with open(os.path.join(folder, "server.js"), "w", encoding="utf-8") as file:
        file.write(DENO_SERVER)
    outcome = succeed(program, ["run", "-A", "server.js"], folder, grants=NET)
    same_lines("server.js", outcome.text().splitlines(),
               ["true", "3 tcp", "null", "ConnectionRefused"])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def fetch_page(address, seconds=30):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read()
        except OSError as error:
            must(time.monotonic() < end, f"{address}: {error}")
            time.sleep(0.05)


def esbuild_serve(cache, folder):
    program = fetch.program("esbuild", cache)
    with open(f"{folder}/page.ts", "w", encoding="ascii") as file:
        file.write("let shown: string = 'served'; console.log(shown);\n")
    port = free_port()
    with subprocess.Popen([*RUNNER, *READ_ALL, *NET, program, f"--serve=127.0.0.1:{port}",
                           "--servedir=.", "--outdir=.", "page.ts"], cwd=folder,
                          stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(20):
                page = fetch_page(f"http://127.0.0.1:{port}/page.js")
                must(b'"served"' in page, "page.js is", page)
        finally:
            server.kill()


def deno(cache, folder):
    program = fetch.program("deno", cache)
    with open(os.path.join(folder, "script.js"), "w", encoding="utf-8") as file:
        file.write(DENO_SCRIPT)
    outcome = succeed(program, ["run", "-A", "script.js"], folder)
    same_lines("script.js", outcome.text().splitlines(),
               ["größe", "ba7816bf", "499500", "true", "42"])


NODE_SCRIPT = r"""
const http = require('http'), os = require('os'), fs = require('fs');
const { execFileSync } = require('child_process'), { Worker } = require('worker_threads');
console.log(process.platform, os.cpus().length > 0, Object.keys(os.networkInterfaces()).length > 0);
const server = http.createServer((request, response) => response.end('hello ' + request.url));
server.listen(0, '127.0.0.1', async () => {
  const url = 'http://127.0.0.1:' + server.address().port;
  const texts = await Promise.all([...Array(100).keys()].map(
    i => fetch(`${url}/${i}`).then(response => response.text())));
  console.log(texts.every((text, i) => text == 'hello /' + i));
  server.close();
  fs.writeFileSync('größe.txt', 'x'.repeat(5000));
  console.log(fs.statSync('größe.txt').size, fs.readdirSync('.').includes('größe.txt'));
  console.log(require('crypto').createHash('sha256').update('abc').digest('hex').slice(0, 8));
  console.log(execFileSync(process.execPath, ['-e', 'console.log(6 * 7)']).toString().trim());
  const worker = new Worker('require("worker_threads").parentPort.postMessage(5)', { eval: true });
  worker.on('message', message => console.log('worker', message));
});
process.on('exit', () => console.log('bye'));
"""


def node(cache, folder):
    program = fetch.program("node", cache)
    with open(os.path.join(folder, "script.js"), "w", encoding="utf-8") as file:
        file.write(NODE_SCRIPT)
    outcome = succeed(program, ["script.js"], folder, grants=NET)
    same_lines("script.js", outcome.text().splitlines(),
               ["win32 true true", "true", "5000 true", "ba7816bf", "42", "worker 5", "bye"])


BUN_SCRIPT = r"""
const server = Bun.serve({ port: 0, fetch: request => new Response(new URL(request.url).pathname) });
const texts = await Promise.all([...Array(100).keys()].map(
  i => fetch(`http://127.0.0.1:${server.port}/${i}`).then(response => response.text())));
console.log(texts.every((text, i) => text == '/' + i));
await Bun.write('made.txt', 'some text');
console.log(await Bun.file('made.txt').text());
console.log(Bun.spawnSync([process.execPath, '-e', 'console.log(6 * 7)']).stdout.toString().trim());
server.stop(true);
"""


def bun(cache, folder):
    program = fetch.program("bun", cache)
    with open(os.path.join(folder, "script.js"), "w", encoding="utf-8") as file:
        file.write(BUN_SCRIPT)
    outcome = succeed(program, ["script.js"], folder, grants=NET)
    same_lines("script.js", outcome.text().splitlines(), ["true", "some text", "42"])


TASKS = {"7za: pack, test and unpack 500 files by three methods": seven_zip,
         "esbuild: bundle and minify with a source map": esbuild,
         "rg: search a tree": ripgrep,
         "biome: format 60 files and lint": biome,
         "esbuild: serve": esbuild_serve,
         "deno: run JavaScript, a worker and WebAssembly": deno,
         "deno: serve and fetch with asynchronous sockets": deno_server,
         "node: serve and fetch HTTP, a worker, a child": node,
         "bun: serve and fetch HTTP, a child": bun}
