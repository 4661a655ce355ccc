"""Small PE images, right and wrong, made from nothing: what `bailey` is given and how it must answer.

    images.py DIRECTORY     writes them all there (seeds for tests/fuzz/fuzz_pe)
"""
import os
import struct
import sys

PAGE = 4096
DEFAULTS = {
    "machine": 0x8664, "section_count": None, "optional_size": 240, "characteristics": 0x22,
    "magic": 0x20b, "entry": 0x1000, "base": 0x140000000, "section_alignment": PAGE,
    "file_alignment": 512, "image_size": 0x4000, "headers_size": 512, "subsystem": 3,
    "directory_count": 16, "pe_offset": 128, "signature": b"PE\0\0", "dos": b"MZ",
}
TEXT, DATA, RELOC = 0x60000020, 0xC0000040, 0x42000040


def relocations(page=0x2000, size=12, entries=(0xA008, 0)):
    return struct.pack("<II", page, size) + struct.pack(f"<{len(entries)}H", *entries)


def sections(**changes):
    """Name, virtual size, address, file size, file offset, flags, contents."""
    rows = {"text": [b".text", 16, 0x1000, 512, 512, TEXT, b"\x31\xc0\xc3"],
            "data": [b".data", 16, 0x2000, 512, 1024, DATA, b"data"],
            "reloc": [b".reloc", 16, 0x3000, 512, 1536, RELOC, relocations()]}
    for name, (index, value) in changes.items():
        rows[name][index] = value
    return list(rows.values())


def image(rows=None, directories=None, **changes):
    """A whole file: a program that returns 0 at once, with what is changed in it."""
    rows = sections() if rows is None else rows
    v = dict(DEFAULTS, **changes)
    places = {5: (0x3000, 12), **(directories or {})}
    count = len(rows) if v["section_count"] is None else v["section_count"]
    head = bytearray(512)
    head[0:2] = v["dos"]
    struct.pack_into("<H", head, 24, 0x40)
    struct.pack_into("<I", head, 60, v["pe_offset"])
    at = 128
    head[at:at + 4] = v["signature"]
    struct.pack_into("<HHIIIHH", head, at + 4, v["machine"], count, 0, 0, 0, v["optional_size"],
                     v["characteristics"])
    at += 24
    struct.pack_into("<HBBIIIII", head, at, v["magic"], 2, 2, 512, 512, 0, v["entry"], 0x1000)
    struct.pack_into("<QII", head, at + 24, v["base"], v["section_alignment"], v["file_alignment"])
    struct.pack_into("<6H", head, at + 40, 6, 0, 0, 0, 6, 0)
    struct.pack_into("<IIII", head, at + 52, 0, v["image_size"], v["headers_size"], 0)
    struct.pack_into("<HHQQQQII", head, at + 68, v["subsystem"], 0x160, 1 << 20, 1 << 12, 1 << 20,
                     1 << 12, 0, v["directory_count"])
    narrow = v["machine"] == 0x14c
    if narrow:
        struct.pack_into("<I", head, at + 28, 0x400000)
        struct.pack_into("<6I", head, at + 72, 1 << 20, 1 << 12, 1 << 20, 1 << 12, 0, 16)
    for index, place in places.items():
        struct.pack_into("<II", head, at + (96 if narrow else 112) + 8 * index, *place)
    at = 128 + 24 + 240
    for name, size, address, file_size, offset, flags, _ in rows:
        head += bytes(max(0, at + 40 - len(head)))
        struct.pack_into("<8sIIIIIIHHI", head, at, name, size, address, file_size, offset, 0, 0, 0,
                         0, flags)
        at += 40
    body = b"".join(row[6].ljust(512, b"\0") for row in rows)
    return bytes(head) + body


GOOD = image()
DAMAGED, OTHER = "is damaged", "is for another kind of processor"
# Name: the file's bytes, and what the one line on stderr must contain.
CASES = {
    "empty": (b"", "is not a Windows program"),
    "one byte": (b"M", "is not a Windows program"),
    "text": (b"#!/bin/sh\necho hello\n", "is not a Windows program"),
    "ELF": (b"\x7fELF" + bytes(200), "is not a Windows program"),
    "MZ alone": (b"MZ", "is a DOS program"),
    "DOS program": (image(pe_offset=0), "is a DOS program"),
    "DOS header without PE": (image(signature=b"abcd"), "is a DOS program"),
    "16-bit Windows": (image(signature=b"NE\0\0"), "is a 16-bit Windows"),
    "VxD": (image(signature=b"LE\0\0"), "is a 16-bit Windows"),
    "OS/2": (image(signature=b"LX\0\0"), "is a 16-bit Windows"),
    "PE header past the end": (image(pe_offset=0x10000), DAMAGED),
    "PE header at -1": (image(pe_offset=0xffffffff), DAMAGED),
    "PE header in the DOS header's place": (image(pe_offset=4), "is a DOS program"),
    "cut in the file header": (GOOD[:140], DAMAGED),
    "cut in the optional header": (GOOD[:200], DAMAGED),
    "cut in the section table": (GOOD[:420], DAMAGED),
    "cut in a section": (GOOD[:1100], DAMAGED),
    "machine 0": (image(machine=0), OTHER),
    "ARM64": (image(machine=0xAA64), OTHER),
    "Itanium": (image(machine=0x200), OTHER),
    "DLL": (image(characteristics=0x2022), "is a DLL, not a program"),
    "object file": (image(characteristics=0x20), "is not an executable image"),
    "driver": (image(subsystem=1), "is a driver"),
    "optional header of 0 bytes": (image(optional_size=0), DAMAGED),
    "optional header too short": (image(optional_size=100), DAMAGED),
    "optional header past the headers": (image(optional_size=0xffff), DAMAGED),
    "wrong magic": (image(magic=0x107), DAMAGED),
    "32-bit magic on a 64-bit machine": (image(magic=0x10b), DAMAGED),
    "too many sections": (image(section_count=97), DAMAGED),
    "65535 sections": (image(section_count=65535), DAMAGED),
    "more sections than the headers hold": (image(section_count=12), DAMAGED),
    "section alignment 0": (image(section_alignment=0), DAMAGED),
    "section alignment 3": (image(section_alignment=3), DAMAGED),
    "section alignment below file alignment": (image(file_alignment=8192), DAMAGED),
    "section alignment 2 GiB": (image(section_alignment=0x80000000), DAMAGED),
    "file alignment 0": (image(file_alignment=0), DAMAGED),
    "file alignment 7": (image(file_alignment=7), DAMAGED),
    "image size 0": (image(image_size=0), DAMAGED),
    "image size 4 GiB": (image(image_size=0xffffffff), DAMAGED),
    "image size below the sections": (image(image_size=0x2000), DAMAGED),
    "image size above the sections": (image(image_size=0x9000), DAMAGED),
    "headers of 0 bytes": (image(headers_size=0), DAMAGED),
    "headers larger than the file": (image(headers_size=0x3000), DAMAGED),
    "base not on 64 KiB": (image(base=0x140001000), DAMAGED),
    "base in the kernel": (image(base=0xffff800000000000), DAMAGED),
    "base that wraps": (image(base=0xffffffffffff0000), DAMAGED),
    "sections overlap": (image(sections(data=(2, 0x1000))), DAMAGED),
    "sections out of order": (image([sections()[i] for i in (1, 0, 2)]), DAMAGED),
    "a gap between sections": (image(sections(reloc=(2, 0x5000)), image_size=0x6000), DAMAGED),
    "section at 0": (image(sections(text=(2, 0))), DAMAGED),
    "section at -4096": (image(sections(text=(2, 0xfffff000))), DAMAGED),
    "section larger than the image": (image(sections(reloc=(1, 0x100000))), DAMAGED),
    "section of 4 GiB": (image(sections(reloc=(1, 0xffffffff))), DAMAGED),
    "section data past the end": (image(sections(data=(4, 0x100000))), DAMAGED),
    "section data longer than the file": (image(sections(data=(3, 0x7fffffff))), DAMAGED),
    "section data that wraps": (image(sections(data=(4, 0xfffffe00))), DAMAGED),
    "sections past a rounded image": (image(sections(text=(2, 0x10000)), section_alignment=0x10000,
                                            entry=0), DAMAGED),
    "entry point outside": (image(entry=0x4000), DAMAGED),
    "entry point at -1": (image(entry=0xffffffff), DAMAGED),
    "no entry point": (image(entry=0), "has no entry point"),
    "imports outside": (image(directories={1: (0x100000, 40)}), DAMAGED),
    "imports that wrap": (image(directories={1: (0x2000, 0xfffff000)}), DAMAGED),
    "exports outside": (image(directories={0: (0xffffffff, 1)}), DAMAGED),
    "relocations outside": (image(directories={5: (0x3000, 0x2000)}), DAMAGED),
    "TLS directory outside": (image(directories={9: (0x4000, 40)}), DAMAGED),
}


# Right in its headers; the relocations lie. Only mapping at another base finds out.
RELOCATION_CASES = {
    "loop": relocations(size=0), "short block": relocations(size=4), "long block": relocations(size=0x1000),
    "page outside": relocations(page=0x100000), "unknown type": relocations(entries=(0x7008, 0)),
    "end of image": relocations(page=0x3000, entries=(0xAFFC, 0)),
}


def write_all(folder):
    os.makedirs(folder, exist_ok=True)
    images = {"good": GOOD, **{name: data for name, (data, _) in CASES.items()}}
    for name, block in RELOCATION_CASES.items():
        images["relocation " + name] = image(sections(reloc=(6, block)))
    for name, data in images.items():
        with open(f"{folder}/{name.replace(' ', '-').replace('/', '')}.exe", "wb") as file:
            file.write(data)


if __name__ == "__main__":
    write_all(sys.argv[1])
