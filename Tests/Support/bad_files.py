# SPDX-License-Identifier: Apache-2.0
"""Files that no one should trust: made small, in memory, one function each."""

import csv
import io
import zipfile

import openpyxl

HEADER = ["prs_FirstName", "prs_SecondName", "prs_Citizenship", "cas_Status"]


def table(rows, header=HEADER) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue().encode("utf-8")


def empty() -> bytes:
    return b""


def only_spaces() -> bytes:
    return b"  \n \n"


def old_excel() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def zipped(files: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_document() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"})


def workbook(rows, change=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def good_workbook() -> bytes:
    return workbook([HEADER, ["Ann", "Onymous", "NA", "Active"]])


def replaced(part: str, change) -> bytes:
    """A good workbook with one part changed."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        for name in archive.namelist():
            files[name] = change(archive.read(name)) if name == part else archive.read(name)
    return zipped(files)


def bomb() -> bytes:
    """A sheet of one gigabyte of zeros, about one megabyte zipped; written in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, good.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b"\0" * (1 << 20))
    return out.getvalue()


def many_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode()
    return replaced("xl/worksheets/sheet1.xml", lambda part: doctype + part.split(b"?>", 1)[-1])


def outside_entity() -> bytes:
    return (b'<?xml version="1.0"?><!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            b'<data id="htcds_xlsform"><prs_First_Name>&x;</prs_First_Name></data>')


def cut_short() -> bytes:
    whole = good_workbook()
    return whole[: len(whole) * 2 // 3]


def wide() -> bytes:
    return ",".join(f"c{n}" for n in range(100_000)).encode() + b"\n" + b"," * 99_999 + b"\n"


def deep_json() -> bytes:
    return b"[" * 200_000 + b"]" * 200_000


def unpaired_quotes() -> bytes:
    return b'prs_FirstName,prs_SecondName\n"Ann,Onymous\nBo,Two\n'


def latin_text() -> bytes:
    return "prs_FirstName\nAndr\u00e9 Mu\u00f1oz\n".encode("latin-1")


def other_xml() -> bytes:
    return b'<?xml version="1.0"?><html><body><p>Nothing</p></body></html>'


def names_out_of_the_archive() -> bytes:
    return zipped({"../../escape.txt": b"out", "xl/workbook.xml": b"<workbook/>"})


REFUSED = {
    "empty.xlsx": empty, "empty.csv": empty, "spaces.csv": only_spaces, "really-xls.xlsx": old_excel, "really-pdf.xlsx": pdf,
    "really-ods.xlsx": open_document, "bomb.xlsx": bomb, "laughs.xlsx": many_laughs, "entity.xml": outside_entity,
    "cut.xlsx": cut_short, "wide.csv": wide, "deep.json": deep_json, "quotes.csv": unpaired_quotes, "latin.csv": latin_text,
    "page.xml": other_xml, "escape.xlsx": names_out_of_the_archive,
}
