"""What Node's users bring along: native add-ons of packages, and npm with its command shims."""
import json
import os
import shutil

import fetch
from runner import NET, READ_ALL, must, same_lines, succeed, windows


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


IMAGES = r"""
const sharp = require('sharp');
const svg = Buffer.from('<svg width="200" height="100"><rect width="200" height="100" fill="#f00"/></svg>');
(async () => {
  for (const format of ['png', 'jpeg', 'webp', 'tiff', 'gif']) {
    const image = await sharp(svg).resize(100).toFormat(format).toBuffer();
    const { width, height } = await sharp(image).metadata();
    const red = (await sharp(image).stats()).channels[0].mean;
    console.log(format, width, height, red > 250);
  }
})();
"""

DATABASE = r"""
const { open } = require('lmdb'), { execFileSync } = require('child_process');
(async () => {
  const db = open({ path: 'db', compression: true });
  for (let i = 0; i < 20000; i++) db.put('key' + i, { n: i, s: 'x'.repeat(i % 100) });
  await db.flushed;
  console.log(db.get('key777').n, db.getCount());
  console.log([...db.getRange({ start: 'key1', end: 'key2', limit: 3 })].map(e => e.key).join());
  await db.close();
  process.stdout.write(execFileSync(process.execPath, ['-e', `
    const db = require('lmdb').open({ path: 'db', compression: true });
    console.log(db.get('key19999').s.length);`]));
})();
"""

WATCHER = r"""
const watcher = require('@parcel/watcher'), fs = require('fs'), path = require('path');
(async () => {
  const root = path.resolve('tree'), seen = [];
  fs.mkdirSync(root + '/sub/deep', { recursive: true });
  const subscription = await watcher.subscribe(root, (error, events) => {
    for (const event of events) seen.push(event.type + ' ' + path.relative(root, event.path));
  });
  const until = async text => {
    for (let i = 0; i < 400 && !seen.includes(text); i++) await new Promise(r => setTimeout(r, 25));
    console.log(seen.includes(text) ? text : `no ${text}, but ${seen}`);
  };
  for (let i = 0; i < 400 && !seen.length; i++) { // it may say that it watches before it does
    fs.writeFileSync(root + '/early' + i, '');
    await new Promise(r => setTimeout(r, 50));
  }
  fs.writeFileSync(root + '/a', '1');
  await until('create a');
  fs.writeFileSync(root + '/sub/deep/b', '1');
  await until('create sub\\deep\\b');
  fs.renameSync(root + '/a', root + '/sub/c');
  await until('create sub\\c');
  await until('delete a');
  await subscription.unsubscribe();
})();
"""

ADD_ONS = {
    "images": (IMAGES, [f"{name} 100 50 true" for name in ("png", "jpeg", "webp", "tiff", "gif")]),
    "database": (DATABASE, ["777 20000", "key1,key10,key100", "99"]),
    "watcher": (WATCHER, ["create a", "create sub\\deep\\b", "create sub\\c", "delete a"]),
}


def add_ons(cache, folder):
    node = fetch.program("node", cache)
    modules = fetch.node_modules(["sharp@0.35.5", "lmdb@3.5.6", "@parcel/watcher@2.6.0"], cache)
    os.symlink(f"{modules}/node_modules", f"{folder}/node_modules")
    for name, (script, lines) in ADD_ONS.items():
        write(f"{folder}/{name}.js", script)
        outcome = succeed(node, [name + ".js"], folder, READ_ALL)
        same_lines(name, outcome.text().splitlines(), lines)


def npm(cache, folder):
    """Installs a package of this machine and runs its command, by a shim, from scripts."""
    shutil.copy(fetch.program("node", cache), folder)
    package = fetch.whole_package("npm", cache)
    tool = {"name": "shout", "version": "1.2.3", "bin": "shout.js"}
    write(f"{folder}/shout/package.json", json.dumps(tool))
    write(f"{folder}/shout/shout.js", "#!/usr/bin/env node\n"
          "console.log(process.argv.slice(2).join(' ').toUpperCase());\n"
          "process.exitCode = process.argv.length - 3;\n")
    scripts = {"preuse": "echo before", "use": "shout one && shout two", "fail": "shout a b c"}
    write(f"{folder}/work/package.json", json.dumps({"name": "work", "scripts": scripts}))
    program, work = f"{folder}/node.exe", f"{folder}/work"
    how = {"environment": {"PATH": folder + ":" + os.environ["PATH"]}}
    client = os.path.join(package, "bin/npm-cli.js")
    client = "Z:" + client.replace("/", "\\")
    grants = [*READ_ALL, *NET, "--grant", f"write:{folder}"] if READ_ALL else []
    options = ["--offline", "--no-audit", "--no-fund", "--install-links"]
    succeed(program, [client, "install", *options, "../shout"], work, grants, **how)
    for shim in ("shout", "shout.cmd", "shout.ps1"):
        must(os.path.exists(f"{work}/node_modules/.bin/{shim}"), f"{shim} is missing")
    outcome = succeed(program, [client, "run", "use"], work, grants, **how)
    lines = [line.rstrip() for line in outcome.text().splitlines()]
    same_lines("npm run use", [line for line in lines if line and not line.startswith(">")],
               ["before", "ONE", "TWO"])
    failed = windows(program, [client, "run", "fail"], work, grants, **how)
    must(failed.status == 2 and b"A B C" in failed.out, f"npm run fail: {failed.status}",
         failed.out, failed.err)


TASKS = {"node: add-ons of packages (libvips, LMDB, change notification)": add_ons,
         "npm: install a package and run its command by a shim": npm}
