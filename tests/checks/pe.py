"""Reads PE images as far as the checks need it: imports, exports, base and size (PE specification,
sections 3.4, 6.3 and 6.4)."""
import glob
import os
import struct


class Image:
    def __init__(self, path):
        self.name = os.path.basename(path).lower()
        with open(path, "rb") as file:
            self.data = file.read()
        header = self.unpack("<I", 0x3C)[0]
        count, optional_size = self.unpack("<2xH12xH", header + 4)
        optional = header + 24
        self.base, = self.unpack("<Q", optional + 24)
        self.size, = self.unpack("<I", optional + 56)
        self.directories = [self.unpack("<II", optional + 112 + 8 * i) for i in range(16)]
        self.sections = [self.unpack("<IIII", optional + optional_size + 40 * i + 8)
                         for i in range(count)]

    def unpack(self, layout, offset):
        return struct.unpack_from(layout, self.data, offset)

    def offset(self, address):
        for size, start, raw_size, raw in self.sections:
            if start <= address < start + max(size, raw_size):
                return raw + address - start
        raise ValueError(f"{self.name}: no section holds address {address:#x}")

    def text(self, address):
        start = self.offset(address)
        return self.data[start:self.data.index(0, start)].decode("ascii")

    def imports(self):
        """{DLL name in lower case: [function name or ordinal]}"""
        result = {}
        table, size = self.directories[1]
        while size:
            names, _, _, dll, slots = self.unpack("<IIIII", self.offset(table))
            if not dll:
                break
            functions = result.setdefault(self.text(dll).lower(), [])
            entry = self.offset(names or slots)
            while value := self.unpack("<Q", entry)[0]:
                functions.append(value & 0xFFFF if value >> 63 else self.text(value + 2))
                entry += 8
            table += 20
        return result

    def exports(self):
        """({name: forwarder or None}, {ordinal: forwarder or None})"""
        start, size = self.directories[0]
        if not size:
            return {}, {}
        base, functions, names, addresses, name_table, ordinal_table = self.unpack(
            "<16xIIIIII", self.offset(start))
        by_ordinal = {}
        for i in range(functions):
            address, = self.unpack("<I", self.offset(addresses) + 4 * i)
            if address:
                inside = start <= address < start + size
                by_ordinal[base + i] = self.text(address) if inside else None
        by_name = {}
        for i in range(names):
            name, = self.unpack("<I", self.offset(name_table) + 4 * i)
            ordinal, = self.unpack("<H", self.offset(ordinal_table) + 2 * i)
            by_name[self.text(name)] = by_ordinal[base + ordinal]
        return by_name, by_ordinal


def built_images():
    paths = sorted(glob.glob("lib/bailey/x86_64-windows/*"))
    return [Image(path) for path in paths if path.lower().endswith((".dll", ".drv"))]
