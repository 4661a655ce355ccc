"""Gets the programs of the manifest, and Debian's source packages, into a cache by the ordinary
clients, npm and apt; checks the checksums that the manifest states."""
import glob
import hashlib
import os
import shutil
import subprocess
import tarfile

SOURCE = os.path.dirname(os.path.abspath(__file__))


class Unavailable(Exception):
    """What a test needs is not to be had on this machine; the test is skipped with this reason."""


def manifest():
    with open(f"{SOURCE}/manifest", encoding="ascii") as file:
        rows = [line.partition("#")[0].split() for line in file]
    return {row[0]: row[1:] for row in rows if row}


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def npm_pack(package, version, folder):
    if not shutil.which("npm"):
        raise Unavailable("npm is not installed")
    run = subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder,
                          f"{package}@{version}"], capture_output=True, text=True, timeout=300)
    if run.returncode or not run.stdout.strip():
        raise Unavailable(f"npm cannot fetch {package}: {run.stderr.strip()[-200:]}")
    return os.path.join(folder, run.stdout.split()[-1])


def unpack(archive, members, folder):
    """Puts files of an archive, flat, into a folder, one after the other."""
    with tarfile.open(archive) as tar:
        for member in members:
            path = os.path.join(folder, os.path.basename(member))
            with open(path + ".new", "wb") as file:
                shutil.copyfileobj(tar.extractfile(member), file)
            os.chmod(path + ".new", 0o755)
            os.rename(path + ".new", path)


def beside(archive, member):
    """All files in a member's own folder of an archive, but itself."""
    with tarfile.open(archive) as tar:
        return [each.name for each in tar.getmembers() if each.isfile() and each.name != member
                and os.path.dirname(each.name) == os.path.dirname(member)]


def program(name, cache, whole_folder=False):
    """The path of a program of the manifest; its folder holds the files beside it, if asked."""
    package, version, checksum, member = manifest()[name]
    folder = os.path.join(cache, f"{name}-{version}")
    target = os.path.join(folder, os.path.basename(member))
    if os.path.exists(target):
        return target
    os.makedirs(folder, exist_ok=True)
    archive = npm_pack(package, version, folder)
    if digest(archive) != checksum:
        raise ValueError(f"{package} {version} has checksum {digest(archive)}, not {checksum}")
    others = beside(archive, member) if whole_folder else []
    unpack(archive, [*others, member], folder)  # the program last: it says that all is there
    os.unlink(archive)
    return target


def whole_package(name, cache):
    """The unpacked folder of a package of the manifest."""
    package, version, checksum, _ = manifest()[name]
    folder = os.path.join(cache, f"{name}-{version}")
    if os.path.exists(f"{folder}/complete"):
        return f"{folder}/package"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    archive = npm_pack(package, version, folder)
    if digest(archive) != checksum:
        raise ValueError(f"{package} {version} has checksum {digest(archive)}, not {checksum}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder)
    os.unlink(archive)
    with open(f"{folder}/complete", "w", encoding="ascii"):
        return f"{folder}/package"


def node_modules(packages, cache):
    """A folder in whose node_modules these packages ("name@version") are with all that they need,
    as for Windows; npm checks what it fetches."""
    folder = os.path.join(cache, "modules-" + "-".join(packages).replace("/", "-"))
    if os.path.exists(f"{folder}/complete"):
        return folder
    if not shutil.which("npm"):
        raise Unavailable("npm is not installed")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(f"{folder}/package.json", "w", encoding="ascii") as file:
        file.write('{"private": true}')
    run = subprocess.run(["npm", "install", "--silent", "--os=win32", "--cpu=x64",
                          "--ignore-scripts", "--no-audit", "--no-fund", *packages],
                         cwd=folder, capture_output=True, text=True, timeout=300)
    if run.returncode:
        raise Unavailable(f"npm cannot install: {run.stderr.strip()[-200:]}")
    with open(f"{folder}/complete", "w", encoding="ascii"):
        return folder


APT_FOLDERS = ("lists/partial", "archives/partial")


def debian_mirror(codename):
    """Where this machine's apt takes that release's packages from."""
    run = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)",
                          "Created-By: Packages"], capture_output=True, text=True)
    for line in run.stdout.splitlines():
        uri, _, name = line.partition(" ")
        if name == codename:
            return uri
    raise Unavailable("apt knows no mirror of this release")


def debian_source(package, cache):
    """The unpacked source tree of a Debian package; apt checks its signatures."""
    folder = os.path.abspath(os.path.join(cache, "debian-" + package))
    done = glob.glob(f"{folder}/{package}-*/")
    if done and os.path.exists(f"{folder}/complete"):
        return done[0]
    if not shutil.which("apt-get") or not shutil.which("dpkg-source"):
        raise Unavailable("no apt-get or no dpkg-source")
    state = os.path.abspath(os.path.join(cache, "apt"))
    for name in APT_FOLDERS:
        os.makedirs(f"{state}/{name}", exist_ok=True)
    with open("/etc/os-release", encoding="utf-8") as file:
        release = dict(line.rstrip().split("=", 1) for line in file if "=" in line)
    with open(f"{state}/sources.list", "w", encoding="ascii") as file:
        file.write("deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
                   f"{debian_mirror(release['VERSION_CODENAME'])} "
                   f"{release['VERSION_CODENAME']} main\n")
    apt = ["apt-get", "-qq", "-o", f"Dir::Etc::SourceList={state}/sources.list",
           "-o", "Dir::Etc::SourceParts=-", "-o", f"Dir::State::Lists={state}/lists",
           "-o", f"Dir::Cache={state}", "-o", "APT::Sandbox::User=root"]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for command in (["update"], ["source", package]):
        run = subprocess.run(apt + command, cwd=folder, capture_output=True, text=True,
                             timeout=600)
        if run.returncode:
            raise Unavailable(f"apt-get {command[0]}: {run.stderr.strip()[-200:]}")
    with open(f"{folder}/complete", "w", encoding="ascii"):
        return glob.glob(f"{folder}/{package}-*/")[0]
