# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Workbooks and databases as extracts. What a sheet or a table gives is held against the same rows as CSV: measures, faults
and their lines must be equal. Most workbooks are made here part by part, because what matters is what stands in a file, and
not what a library makes of it; some are made by openpyxl, and books/hospital.xlsx is kept, as a hospital would send it."""

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import program

HERE = Path(__file__).resolve().parent
REGISTER = HERE / "books" / "register.nytte"
HOSPITAL = HERE / "books" / "hospital.xlsx"
HEADINGS = ["id", "done", "left", "hours", "kind", "fit", "share", "note"]
DONE, INPUT_WRONG, USAGE_WRONG, WORLD_FAILED = range(4)

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLAIN, DAY, DAY_CLOCK, CLOCK, PERCENT, DANISH, MONTH, ELAPSED, QUOTED = range(9)
STYLES = f"""<styleSheet xmlns="{SHEET}"><numFmts>
<numFmt numFmtId="164" formatCode="[$-406]d.\\ mmmm\\ yyyy;@"/><numFmt numFmtId="165" formatCode="mmm"/>
<numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="0.0 &quot;dage&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="10"/><xf numFmtId="164"/>
<xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>"""


def letters(column):
    """0 is A, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def raw(value, style=PLAIN, kind=None):
    """A cell with exactly this text in its <v>."""
    named = f' t="{kind}"' if kind else ""
    return f'<c r="@" s="{style}"{named}><v>{value}</v></c>'


def inline(text):
    return f'<c r="@" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def cell(value):
    if value is None or value == "":
        return ""
    if isinstance(value, str) and value.startswith("<c"):
        return value
    return inline(value) if isinstance(value, str) else raw(value)


def sheet_xml(rows, merged="", attributes=None, columns=""):
    """Rows: {number: cells}, or a list that begins in row 1."""
    numbered = rows if isinstance(rows, dict) else dict(enumerate(rows, 1))
    lines = []
    for number, cells in numbered.items():
        made = "".join(cell(value).replace('r="@"', f'r="{letters(i)}{number}"') for i, value in enumerate(cells))
        lines.append(f'<row r="{number}"{(attributes or {}).get(number, "")}>{made}</row>')
    areas = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    described = f"<cols>{columns}</cols>" if columns else ""
    return f'<worksheet xmlns="{SHEET}">{described}<sheetData>{"".join(lines)}</sheetData>{areas}</worksheet>'


def parts(sheets, properties="", shared=None):
    """The parts of a workbook; sheets: [(name, attributes, xml)]."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}" {more}/>' for i, (name, more, _) in enumerate(sheets, 1))
    relations = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                        for i in range(1, len(sheets) + 1))
    made = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": STYLES,
    }
    relations += f'<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/>'
    if shared is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{SHEET}">{shared}</sst>'
        relations += f'<Relationship Id="rIdShared" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    for i, (_, _, xml) in enumerate(sheets, 1):
        made[f"xl/worksheets/sheet{i}.xml"] = xml
    return made


def row(key, done="2018-02-01", left="2018-02-03", hours="1.5", kind="primary", fit="yes", share="12.5", note="x"):
    return [key, done, left, hours, kind, fit, share, note]


def typed(text):
    """A cell of a CSV as a person would have it in a workbook: days, numbers, texts."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text or None


class Extracts(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def path(self, name):
        return self.folder / name

    def zip(self, made, name="book.xlsx", how=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(self.path(name), "w", how) as book:
            for part, text in made.items():
                book.writestr(part, text)
        return name

    def book(self, rows, name="book.xlsx", **more):
        properties, shared = more.pop("properties", ""), more.pop("shared", None)
        return self.zip(parts([("Ark1", "", sheet_xml(rows, **more))], properties, shared), name)

    def csv(self, rows, name="rows.csv"):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return name

    def words(self, data, source=None):
        several = [data] if isinstance(data, str) else data
        words = ["measure", source or REGISTER, "--as-of", "2023-01-01", "--json"]
        return words + [word for one in several for word in ("--data", f"operation={one}")]

    def measured(self, data, **more):
        return program.answer(*self.words(data, **more), folder=self.folder)

    def refused(self, data, code, *said, status=INPUT_WRONG, **more):
        done = program.run(*self.words(data, **more), folder=self.folder)
        text = done.stderr.decode("utf-8")
        self.assertEqual(status, done.returncode, text)
        for words in (code, *said):
            self.assertIn(words, re.sub(r"\s+", " ", text))
        return text

    def assert_same(self, data, rows, faults=None, notes=()):
        """The extract gives what the rows give as CSV; or has these faults: (line, heading, value, reason)."""
        report = self.measured(data)
        found = [(r["line"], r["column"], r["value"], r["reason"]) for r in report["rejects"]]
        expected = self.measured(self.csv([HEADINGS, *rows]))
        if faults is None:
            faults = [(r["line"], r["column"], r["value"], r["reason"]) for r in expected["rejects"]]
        self.assertEqual(faults, found)
        self.assertEqual(expected["measures"], report["measures"])
        for note in notes:
            self.assertTrue(any(note in one for one in report["notes"]), (note, report["notes"]))
        return report

    def faults(self, cells, column, rest=row("A1")):
        """What is said of one cell of row 2, under that heading."""
        rows = [HEADINGS, list(rest)]
        rows[1][HEADINGS.index(column)] = cells
        return [(r["value"], r["reason"]) for r in self.measured(self.book(rows))["rejects"]]


class Workbooks(Extracts):
    def test_a_workbook_of_openpyxl_gives_what_the_csv_gives(self):
        rows = [row("A1"), row("A2", "2018-03-01", "2018-03-09", "23.99", "uni", "no", "100", ""), row("A3", fit="", left="")]
        book = openpyxl.Workbook()
        for line in [HEADINGS, *rows]:
            book.active.append([typed(text) for text in line])
        book.save(self.path("book.xlsx"))
        self.assert_same("book.xlsx", rows)

    def test_a_sheet_by_its_name_and_the_first_without(self):
        good, other = sheet_xml([HEADINGS, row("A1")]), sheet_xml([["nothing"], ["here"]])
        self.zip(parts([("Ark 1 æøå", "", good), ("Noter", "", other)]))
        self.assert_same("book.xlsx", [row("A1")], notes=["book.xlsx#Ark 1 æøå was read, the first of 2 sheets"])
        self.assert_same("book.xlsx#Ark 1 æøå", [row("A1")])
        self.refused("book.xlsx#ark 1 æøå", "N0534", 'has no sheet "ark 1 æøå"', 'It has "Ark 1 æøå", "Noter".')
        self.refused("book.xlsx#Noter", "N0506")

    def test_a_name_with_the_mark_in_it(self):
        self.zip(parts([("Ark #1", "", sheet_xml([HEADINGS, row("A1")]))]), "a#b.xlsx")
        self.assert_same("a#b.xlsx", [row("A1")])
        self.assert_same("a#b.xlsx#Ark #1", [row("A1")])

    def test_hidden_sheets_are_passed_over_and_said(self):
        good, other = sheet_xml([HEADINGS, row("A1")]), sheet_xml([["nothing"]])
        self.zip(parts([("Koder", 'state="hidden"', other), ("Data", "", good)]))
        self.assert_same("book.xlsx", [row("A1")], notes=['first sheet that is not hidden; hidden before it: "Koder"'])
        self.zip(parts([("Koder", "", other), ("Data", 'state="veryHidden"', good)]))
        self.assert_same("book.xlsx#Data", [row("A1")], notes=["book.xlsx#Data is a hidden sheet"])

    def test_titles_above_the_headings_are_passed_over_and_said(self):
        rows = {1: ["Udtræk af operationer"], 2: ["Afdeling", "K12"], 4: HEADINGS, 5: row("A1"), 6: row("A2", hours="30")}
        self.book(rows, merged='<mergeCell ref="A1:H1"/>')
        report = self.assert_same("book.xlsx", [row("A1"), row("A2", hours="30")],
                                  faults=[(6, "hours", "30", "lies outside 0..24 hour")],
                                  notes=["headings in row 4; what stands above them is passed over"])
        self.assertFalse([n for n in report["notes"] if "merged" in n])

    def test_empty_rows_and_columns(self):
        lines = {2: ["", *HEADINGS], 3: ["", *row("A1")], 6: ["", *row("A2")], 7: ["", *row("A3", hours="x")], 9: ["<c r=\"@\" s=\"1\"/>"]}
        self.book(lines)
        report = self.assert_same("book.xlsx", [row("A1"), row("A2"), row("A3", hours="x")],
                                  faults=[(7, "hours", "x", "is no number")], notes=["has 2 empty rows among its rows"])
        self.assertEqual(2, len(report["notes"]), report["notes"])

    def test_cells_without_a_heading_and_merged_cells_are_said(self):
        rows = [HEADINGS, [*row("A1"), "", "remark"], row("A2")]
        self.book(rows, merged='<mergeCell ref="H2:H3"/>')
        self.assert_same("book.xlsx", [row("A1"), row("A2")],
                         notes=["cells in a column without a heading: J; ignored", "1 merged area below its headings"])

    def test_hidden_rows_count_and_are_said(self):
        self.book([HEADINGS, row("A1"), row("A2")], attributes={3: ' hidden="1"'})
        self.assert_same("book.xlsx", [row("A1"), row("A2")], notes=["1 hidden row; read like the others"])

    def test_hidden_columns_count_and_are_said(self):
        hidden = '<col min="1" max="1"/><col min="4" max="5" hidden="1"/><col min="20" max="16384" hidden="true"/>'
        self.book([HEADINGS, row("A1"), row("A2")], columns=hidden)
        self.assert_same("book.xlsx", [row("A1"), row("A2")], notes=["hidden columns: D, E; read like the others"])
        self.book([HEADINGS, row("A1")], columns='<col min="8" max="8" hidden="1"/><col min="0" max="3" hidden="1"/>')
        self.assert_same("book.xlsx", [row("A1")], notes=["a hidden column: H; read like the others"])

    def test_headings_in_two_rows(self):
        """A name above two others, merged or not, begins both; a title far above is none."""
        source = 'nytte 1 english\nuse "%s"\nsource operation from workbook "book.xlsx"\n  ' % REGISTER + "\n  ".join(
            f'{column} = "{heading}"' for column, heading in (
                ("id", "Nr"), ("done", "Dato for operation"), ("left", "Dato for udskrivning"), ("hours", "Timer"), ("kind", "Art"),
                ("fit", "Rask"), ("share", "Andel"), ("note", "Note"))) + "\n"
        self.path("two.nytte").write_text(source, encoding="utf-8")
        above, below = ["Nr", "Dato for", "", "Timer", "", "", "Andel"], ["", "operation", "udskrivning", "", "Art", "Rask", "", "Note"]
        expected = self.measured(self.csv([HEADINGS, row("A1"), row("A2", hours="30")]))
        for title in ([], [["Udtræk"], []]):
            merged = f'<mergeCell ref="A1:H1"/><mergeCell ref="B{1 + len(title)}:C{1 + len(title)}"/>' if title else '<mergeCell ref="B1:C1"/>'
            lines = [*title, above, below, row("A1"), row("A2", hours="30")]
            self.book(lines, merged=merged)
            found = self.measured([], source="two.nytte")
            self.assertEqual(expected["measures"], found["measures"])
            self.assertEqual([(len(title) + 4, "Timer", "30")], [(r["line"], r["column"], r["value"]) for r in found["rejects"]])
            self.assertTrue(any(f"headings in row {len(title) + 2} and the row above it together" in n for n in found["notes"]), found["notes"])
        self.book([above, below, row("A1")])  # not merged: nobody says that it is of both
        self.refused([], "N0506", "Dato for udskrivning", source="two.nytte")

    def test_a_row_of_groups_above_the_headings_is_no_part_of_them(self):
        groups = ["Patient", "", "", "Forløb"]
        self.book([groups, HEADINGS, row("A1")], merged='<mergeCell ref="A1:C1"/><mergeCell ref="D1:H1"/>')
        self.assert_same("book.xlsx", [row("A1")], notes=["headings in row 2; what stands above them is passed over"])

    def test_shared_texts_in_pieces_without_what_is_pronounced(self):
        shared = ('<si><t>primary</t></si><si><r><rPr><b/></rPr><t>A</t></r><r><t xml:space="preserve">1</t></r>'
                  '<rPh sb="0" eb="1"><t>wrong</t></rPh></si><si><t>Bl_x00E5_b&#230;r &amp; co</t></si>')
        rows = [HEADINGS, row(raw(1, kind="s"), kind=raw(0, kind="s"), note=raw(2, kind="s")), row("A1", note="Blåbær &amp; co")]
        self.book(rows, shared=shared)
        report = self.measured("book.xlsx")
        self.assertEqual([(3, "the same row stands in line 2")], [(r["line"], r["reason"]) for r in report["rejects"]])

    def test_numbers_as_they_are_written(self):
        for written, meant in (("1.5", "1.5"), ("15E-1", "1.5"), ("1.5E+0", "1.5"), ("1.5e0", "1.5"), ("00.5", "0.5"), ("-0", "0"),
                               (" 7 ", "7"), ("1.1000000000000001", "1.1"), ("0.30000000000000004", "0.3"),
                               ("4.8899999999999997", "4.89"), ("9.9999999999999996", "10"), ("2.5E-2", "0.025"),
                               ("0.123456789012345", "0.123456789012345"), ("0.1234567890123456", "0.123456789012346")):
            with self.subTest(written=written):
                self.book([HEADINGS, row("A1", hours=raw(written))])
                report = self.assert_same("book.xlsx", [row("A1", hours=meant)])
                self.assertEqual(len(re.sub(r"\D|[eE].*", "", written).strip("0")) > 15,
                                 any("more than the 15 digits" in note for note in report["notes"]))

    def test_numbers_that_lost_their_digits_are_faults(self):
        lost = "has more than 15 digits, of which a workbook keeps only 15"
        self.assertEqual([("1234567890123456", lost)], self.faults(raw("1234567890123456"), "id"))
        self.assertEqual([("1.2345678901234567E+18", lost)], self.faults(raw("1.2345678901234567E+18"), "note"))
        self.assertEqual([], self.faults(raw("123456789012345"), "id"))
        self.assertEqual([("1E999999", "is no number")], self.faults(raw("1E999999"), "hours"))
        self.assertEqual([("abc", "is no number")], self.faults(raw("abc"), "hours"))

    def test_days_by_the_format_of_their_cells(self):
        for style in (DAY, DANISH, MONTH):
            for serial, day in (("43132", "2018-02-01"), ("43159", "2018-02-28"), ("43160", "2018-03-01"), ("43830.0", "2019-12-31")):
                with self.subTest(style=style, serial=serial):
                    self.book([HEADINGS, row("A1", raw(serial, style), "2020-01-01")])
                    self.assert_same("book.xlsx", [row("A1", day, "2020-01-01")])

    def test_days_counted_from_1904(self):
        self.book([HEADINGS, row("A1", raw("41670", DAY), raw("41672", DAY))], properties='<workbookPr date1904="1"/>')
        self.assert_same("book.xlsx", [row("A1")])

    def test_the_day_that_never_was(self):
        reason = "is shown as a date, and there is no such day"
        for serial in ("60", "0", "-1", "2958466", "0.5"):
            self.assertEqual([(serial, reason)], self.faults(raw(serial, DAY), "left"), serial)
        before = "lies before done (2018-02-01)"
        self.assertEqual([("1900-02-28", before)], self.faults(raw("59", DAY), "left"))
        self.assertEqual([("1900-03-01", before)], self.faults(raw("61", DAY), "left"))
        self.assertEqual([("1900-01-01", before)], self.faults(raw("1", DAY), "left"))

    def test_a_day_with_a_time_counts_as_the_day_and_is_said(self):
        self.book([HEADINGS, row("A1", raw("43132.354166666664", DAY_CLOCK), raw("43133.999999999", DAY_CLOCK))])
        self.assert_same("book.xlsx", [row("A1")], notes=["1 date with a time of day; only the day counts"])

    def test_days_as_iso_8601(self):
        self.book([HEADINGS, row("A1", raw("2018-02-01", kind="d"), raw("2018-02-03T00:00:00", kind="d"))])
        self.assert_same("book.xlsx", [row("A1")])
        self.assertEqual([("2018-02-31", "is shown as a date, and there is no such day")], self.faults(raw("2018-02-31", kind="d"), "left"))

    def test_days_numbers_and_texts_are_not_taken_for_each_other(self):
        self.assertEqual([("43132", "is a number, not a date")], self.faults(raw("43132"), "left"))
        self.assertEqual([("2018-02-01", "is a date, not a number")], self.faults(raw("43132", DAY), "hours"))
        self.assertEqual([("2018-02-01", "is a date: what was typed is no longer there")], self.faults(raw("43132", DAY), "note"))
        self.assertEqual([("0.5", "is a time of day")], self.faults(raw("0.5", CLOCK), "hours"))
        self.assertEqual([("1.5", "is a time of day")], self.faults(raw("1.5", ELAPSED), "hours"))
        self.assertEqual([], self.faults(raw("1.5", QUOTED), "hours"))
        self.assertEqual([], self.faults(raw("12"), "note"))

    def test_percentages(self):
        self.book([HEADINGS, row("A1", share=raw("0.125", PERCENT)), row("A2", share=raw("0.070000000000000007", PERCENT))])
        self.assert_same("book.xlsx", [row("A1"), row("A2", share="7")])
        self.assertEqual([("12.5", "is shown as a percentage, which is not the unit of this column")],
                         self.faults(raw("0.125", PERCENT), "hours"))

    def test_true_and_false(self):
        self.book([HEADINGS, row("A1", fit=raw("1", kind="b")), row("A2", fit=raw("0", kind="b"))])
        self.assert_same("book.xlsx", [row("A1"), row("A2", fit="no")])
        self.assertEqual([("TRUE", "is true or false")], self.faults(raw("1", kind="b"), "hours"))

    def test_errors_and_formulas(self):
        for error in ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?"):
            self.assertEqual([(error, "is an error of the workbook")], self.faults(raw(error, kind="e"), "note"))
        never = [("=", "is a formula whose value was never computed")]
        self.assertEqual(never, self.faults('<c r="@"><f>A1+1</f></c>', "hours"))
        self.assertEqual(never, self.faults('<c r="@"><f>A1+1</f><v></v></c>', "hours"))
        self.assertEqual([], self.faults('<c r="@"><f>A1+1</f><v>1.5</v></c>', "hours"))
        self.assertEqual([], self.faults('<c r="@" t="str"><f>A1</f><v>x</v></c>', "note"))
        self.assertEqual([], self.faults('<c r="@" t="str"><f>IF(A1,"")</f><v></v></c>', "note"))

    def test_names_with_prefixes_and_utf16(self):
        made = parts([("Ark1", "", sheet_xml([HEADINGS, row("A1")]))])
        sheet = re.sub(r"<(/?)(\w)", r"<\1x:\2", made["xl/worksheets/sheet1.xml"]).replace("xmlns=", "xmlns:x=")
        made["xl/worksheets/sheet1.xml"] = '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16") + sheet.encode("utf-16")[2:]
        self.zip(made)
        self.assert_same("book.xlsx", [row("A1")])

    def test_cells_and_rows_that_do_not_say_where_they_stand(self):
        made = parts([("Ark1", "", re.sub(r' r="[A-Z]*\d+"', "", sheet_xml([HEADINGS, row("A1")])))])
        self.zip(made)
        self.assert_same("book.xlsx", [row("A1")])

    def test_several_files_of_several_kinds_are_one_table(self):
        self.book([HEADINGS, row("A1"), row("A2", hours="99")], "one.xlsx")
        self.csv([HEADINGS, row("A3")], "two.csv")
        base = sqlite3.connect(self.path("three.db"))
        base.execute(f"CREATE TABLE t ({','.join(HEADINGS)})")
        base.execute("INSERT INTO t VALUES (?,?,?,?,?,?,?,?)", row("A1", hours=1.5))
        base.commit()
        base.close()
        report = self.measured(["one.xlsx", "two.csv", "sqlite:three.db"])
        self.assertEqual([("one.xlsx#Ark1", 3, "lies outside 0..24 hour"), ("three.db#t", 1, "the same row stands in line 2 of one.xlsx#Ark1")],
                         [(r["file"], r["line"], r["reason"]) for r in report["rejects"]])
        self.assertEqual(["one.xlsx", "two.csv", "three.db"], [f["file"] for f in report["fingerprints"]["files"] if f["role"] == "data"])

    def test_texts_in_a_workbook_are_found_out_where_all_are_texts(self):
        texts = [row("A1", "13-02-2018", "14-02-2018", "1,5"), row("A2", "01-02-2018", "03-02-2018", "0,25")]
        self.book([HEADINGS, *texts])
        self.assert_same("book.xlsx", [row("A1", "2018-02-13", "2018-02-14"), row("A2", hours="0.25")],
                         notes=['found out from the file: decimals after ","'])
        self.book([HEADINGS, row("A1", raw(43132, DAY), "03-02-2018", raw("1.5")), row("A2", "01-02-2018", "2018-02-03", "1,5")])
        report = self.measured("book.xlsx")
        self.assertEqual([(3, "done", "is a text, and the others are dates"), (3, "hours", "is a text, and the others are numbers")],
                         [(r["line"], r["column"], r["reason"]) for r in report["rejects"] if r["column"] != "left"])

    def test_a_text_is_read_as_the_source_says(self):
        source = self.path("source.nytte")
        columns = "\n".join(f'  {name} = "{name}"' for name in HEADINGS)
        source.write_text(f'nytte 1 english\nuse "{REGISTER}"\nsource operation from workbook "book.xlsx"\n  decimals after ",", '
                          f'dates as "dd-mm-yyyy"\n{columns}\n', encoding="utf-8")
        self.book([HEADINGS, row("A1", raw(43132, DAY), "03-02-2018", "1,5", share="12,5"), row("A2", "01-02-2018", raw(43134, DAY), raw("1.5"), share=raw(12.5))])
        expected = self.measured(self.csv([HEADINGS, row("A1"), row("A2")]))["measures"]
        report = self.measured([], source=source)
        self.assertEqual(([], expected), (report["rejects"], report["measures"]))

    def test_a_source_is_drafted_from_a_workbook(self):
        register = [word for word in (REGISTER, "--draft-source")]
        draft = program.output("data", *register, "--data", f"operation={HOSPITAL}", folder=self.folder).decode("utf-8")
        self.assertIn('hospital.xlsx" sheet "Operationer 2018"', draft)
        self.assertIn("source operation from workbook", draft)
        self.assertNotIn("separated by", draft)
        self.assertIn('"Operationsdato"', draft)

    def test_what_is_in_a_workbook(self):
        self.book([HEADINGS, row("A1")])
        file = program.answer("data", REGISTER, "--data", "operation=book.xlsx", "--json", folder=self.folder)["files"][0]
        self.assertEqual(("book.xlsx#Ark1", None, None, 1), (file["file"], file["written_in"], file["separated_by"], file["rows"]))

    def test_a_source_says_which_sheet_and_how_texts_are_written(self):
        codes = ["J", "N"]
        head = ["Nr.", "Dato", "Udskrevet", "Timer", "Art", "Egnet", "Andel", "Bem."]
        lines = [head, ["A1", raw("43132", DAY), raw("43134", DAY), raw("1.5"), "P", codes[0], raw("12.5"), "x"]]
        self.zip(parts([("Noter", "", sheet_xml([["x"]])), ("Ark1", "", sheet_xml(lines))]), "udtræk.xlsx")
        source = self.path("source.nytte")
        columns = "\n".join(f'  {name} = "{heading}"{more}' for name, heading, more in
                            zip(HEADINGS, head, ["", "", "", "", ', primary "P", uni "U"', ', yes "J", no "N"', "", ""]))
        source.write_text(f'nytte 1 english\nuse "{REGISTER}"\nsource operation from workbook "udtræk.xlsx" sheet "Ark1"\n{columns}\n',
                          encoding="utf-8")
        expected = self.measured(self.csv([HEADINGS, row("A1")]))["measures"]
        self.assertEqual(expected, self.measured([], source=source)["measures"])
        self.assertEqual(expected, self.measured("udtræk.xlsx", source=source)["measures"])


    def test_a_workbook_as_a_hospital_sends_it(self):
        """Title rows, a hidden sheet before, days in two formats, percentages, a formula's error, remarks beside the rows."""
        report = self.measured([], source=HERE / "books" / "hospital-source.nytte")
        self.assertEqual([("is a text, and the others are dates", 8), ("lies before done (2018-03-29)", 9),
                          ("is a text, and the others are numbers", 10),
                          ('is not "Primær": capital and small letters differ', 10), ("is an error of the workbook", 11),
                          ("is a date: what was typed is no longer there", 11)],
                         [(r["reason"], r["line"]) for r in report["rejects"]])
        self.assertEqual({("Knivtid (timer)", "1,5"), ("Udskrevet", "indlagt"), ("Udskrevet", "2018-03-27"), ("Type", "primær"),
                          ("Knivtid (timer)", "#N/A"), ("Bemærkning", "2018-02-01")},
                         {(r["column"], r["value"]) for r in report["rejects"]})
        first = {m["name"]: m["exact"] for m in report["measures"] if m["period"] == 1}
        # 1.1 + 0.3 + 2 + 2.5 hours in days; (2 + 3 + 2) days over 3; 3 of 5; 2 of 4; (12.5 + 7 + 100 + 25) % over 4
        self.assertEqual({"work": "59/10", "stay": "7/3", "primaries": "3/5", "fits": "1/2", "part": "289/800"}, first)
        notes = " ".join(report["notes"])
        for said in ("headings in row 4", "1 hidden row", "1 date with a time of day", "1 empty row among",
                     "without a heading: J; ignored", "1 number written with more than the 15 digits"):
            self.assertIn(said, notes)


class BadWorkbooks(Extracts):
    def good(self):
        return parts([("Ark1", "", sheet_xml([HEADINGS, row("A1")]))])

    def broken(self, part, text, *said):
        made = self.good()
        made[part] = text
        self.zip(made)
        return self.refused("book.xlsx", "N0533", *said)

    def test_a_password_an_old_workbook_and_another_ole_file(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        for stream, code, name in (("EncryptedPackage", "N0530", "book.xlsx"), ("Workbook", "N0531", "book.xls"),
                                   ("Book", "N0531", "data.bin"), ("WordDocument", "N0532", "book.xls")):
            self.path(name).write_bytes(ole + stream.encode("utf-16-le") + bytes(100))
            self.refused(name, code)

    def test_what_is_no_workbook(self):
        for made, said in (({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>",
                             "META-INF/manifest.xml": "<a/>"}, "OpenDocument"),
                           ({"xl/workbook.bin": "x"}, ".xlsb"), ({"word/document.xml": "<a/>", "_rels/.rels": "<a/>"}, "Word"),
                           ({"a.txt": "x"}, "other things"), ({}, "other things")):
            self.zip(made)
            self.refused("book.xlsx", "N0532", said)
        self.path("book.xlsx").write_bytes(b"")
        self.refused("book.xlsx", "N0532", "the file is empty")
        self.csv([HEADINGS, row("A1")], "book.xls")
        self.refused("book.xls", "N0532", "it may be CSV under a wrong name")

    def test_a_workbook_is_known_by_its_first_bytes(self):
        self.zip(self.good(), "udtraek.dat")
        self.assert_same("udtraek.dat", [row("A1")])

    def test_a_csv_has_no_sheet(self):
        self.csv([HEADINGS, row("A1")], "rows.csv")
        self.refused("rows.csv#Ark1", "is no workbook, so it has no sheet `Ark1`", status=USAGE_WRONG)

    def test_files_that_are_not_there(self):
        self.refused("none.xlsx#Ark1", "none.xlsx: there is no such file", status=WORLD_FAILED)
        self.path("folder.xlsx").mkdir()
        self.refused("folder.xlsx", "folder", status=WORLD_FAILED)

    def test_a_file_that_breaks_off(self):
        self.zip(self.good())
        whole = self.path("book.xlsx").read_bytes()
        for size in (10, len(whole) // 2, len(whole) - 10):
            self.path("book.xlsx").write_bytes(whole[:size])
            self.refused("book.xlsx", "N0532", "does not end as one")

    def test_a_part_with_wrong_bytes(self):
        self.zip(self.good())
        whole = bytearray(self.path("book.xlsx").read_bytes())
        at = whole.index(b"xl/worksheets/sheet1.xml") + 60
        whole[at] ^= 0xFF
        self.path("book.xlsx").write_bytes(whole)
        self.refused("book.xlsx", "N0533", "xl/worksheets/sheet1.xml")

    def test_a_part_that_lacks(self):
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
            made = self.good()
            del made[part]
            self.zip(made)
            self.refused("book.xlsx", "N0533", f"its part {part} is not there")

    def test_broken_xml(self):
        self.broken("xl/worksheets/sheet1.xml", "<worksheet>\n<sheetData>\n<row", "sheet1.xml cannot be read on from line 3")
        self.broken("xl/workbook.xml", "", "xl/workbook.xml cannot be read on from line 1")
        self.broken("xl/styles.xml", "<a></b>", "styles.xml")

    def test_rows_and_cells_out_of_order(self):
        head = f'<worksheet xmlns="{SHEET}"><sheetData>'
        for body, said in (('<row r="2"/><row r="2"/>', "row 2 stands out of order"), ('<row r="1048577"/>', "row 1048577 stands out of order"),
                           ('<row r="x"/>', "row x stands out of order"), ('<row r="1"><c r="B1"/><c r="A1"/></row>', "cell A1 stands out of order"),
                           ('<row r="1"><c r="A2"/></row>', "cell A2 stands out of order"), ('<row r="1"><c r="XFE1"/></row>', "cell XFE1 stands out of order"),
                           ('<row r="1"><c r="A1" s="99"><v>1</v></c></row>', "cell A1 has a format that there is not"),
                           ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "a cell has text number 7, which there is not")):
            self.broken("xl/worksheets/sheet1.xml", f"{head}{body}</sheetData></worksheet>", said)

    def test_document_types_are_refused(self):
        laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
        for doctype in (f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'):
            for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"):
                self.broken(part, f'<?xml version="1.0"?>{doctype}<worksheet>&l9;</worksheet>', "declares a document type")

    def test_a_zip_bomb(self):
        made = self.good()
        made["xl/worksheets/sheet1.xml"] = made["xl/worksheets/sheet1.xml"].replace("<sheetData>", "<sheetData>" + " " * (80 << 20))
        self.zip(made)
        self.assertLess(self.path("book.xlsx").stat().st_size, 1 << 20)
        self.refused("book.xlsx", "N0535", "sheet1.xml")

    def test_one_long_text_in_many_cells(self):
        cells = "".join(f'<c r="{letters(i)}1" t="s"><v>0</v></c>' for i in range(16000))
        made = parts([("Ark1", "", f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>')],
                     shared=f"<si><t>{'x' * 32767}</t></si>")
        self.zip(made)
        self.refused("book.xlsx", "N0535")

    def test_a_text_longer_than_any(self):
        self.book([HEADINGS, row("A1", note="x" * 200000)])
        self.refused("book.xlsx", "N0533", "32,767 characters")

    def test_a_sheet_without_rows(self):
        self.book([])
        self.refused("book.xlsx", "N0501", "book.xlsx#Ark1 is empty")
        self.zip(parts([]))
        self.refused("book.xlsx", "N0533", "no sheet with rows")

    def test_headings_that_lack_or_stand_twice(self):
        self.book({3: ["id", "done", "lef", *HEADINGS[3:]], 4: row("A1")})
        self.refused("book.xlsx", "N0506", 'book.xlsx#Ark1 has no heading "left"', '"lef"')
        self.book([[*HEADINGS, "done"], row("A1")])
        self.refused("book.xlsx", "N0507", 'has the heading "done" twice')

    def test_it_is_said_in_danish(self):
        self.path("book.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))
        done = program.run(*self.words("book.xls"), "--lang", "da", folder=self.folder)
        self.assertIn("projektmappe i den gamle binære form", done.stderr.decode())


class Databases(Extracts):
    def database(self, name="register.db", rows=(), setup=None, table="operation"):
        base = sqlite3.connect(self.path(name))
        if setup:
            base.executescript(setup)
        base.execute(f"CREATE TABLE {table} ({','.join(HEADINGS)})")
        base.executemany(f"INSERT INTO {table} VALUES (?,?,?,?,?,?,?,?)", rows)
        base.commit()
        base.close()
        return f"sqlite:{name}#{table}"

    def test_a_table_gives_what_the_csv_gives(self):
        rows = [row("A1"), row("A2", "2018-03-01", "2018-03-09", "0.1", "uni", "no", "100", ""), row("A3", left="")]
        made = [[None if text == "" else float(text) if re.fullmatch(r"[\d.]+", text) else text for text in line] for line in rows]
        self.assert_same(self.database(rows=made), rows)

    def test_reals_are_the_shortest_decimal_that_is_the_same(self):
        for real, text in ((1.1, "1.1"), (0.1 + 0.2, "0.30000000000000004"), (1e-5, "0.00001"), (7.0, "7"), (24.0 / 7, repr(24 / 7))):
            self.path("register.db").unlink(missing_ok=True)
            self.assert_same(self.database(rows=[row("A1", hours=real)]), [row("A1", hours=text)])

    def test_faults_have_the_rowid_as_their_line(self):
        data = self.database(rows=[row("A1"), row("A2"), row("A3", hours=-1.5), row("A4", hours=b"abc"), row("A5", left=20180203),
                                   row("A6", hours=float("inf")), row("A7", left="2018-02-31")])
        base = sqlite3.connect(self.path("register.db"))
        base.execute("DELETE FROM operation WHERE id = 'A2'")
        base.commit()
        base.close()
        report = self.measured(data)
        self.assertEqual([(3, "-1.5", "lies outside 0..24 hour"), (4, "blob of 3 bytes", "is no text"),
                          (5, "20180203", "is a number, not a date"), (6, "inf", "is no number"),
                          (7, "2018-02-31", "is no date: there is no such day")],
                         [(r["line"], r["value"], r["reason"]) for r in report["rejects"]])

    def test_a_row_of_nothing_is_a_row(self):
        data = self.database(rows=[row("A1"), [None] * 8])
        self.assertEqual([(2, "id", "is empty"), (2, "done", "is empty"), (2, "kind", "is empty")],
                         [(r["line"], r["column"], r["reason"]) for r in self.measured(data)["rejects"]])

    def test_the_only_table_need_not_be_named(self):
        self.database(rows=[row("A1")])
        self.assert_same("sqlite:register.db", [row("A1")])
        self.assert_same("register.db", [row("A1")])
        self.assert_same("register.db#OPERATION", [row("A1")])

    def test_which_table(self):
        self.database(rows=[row("A1")], setup="CREATE TABLE surgeon (id); CREATE VIEW v AS SELECT * FROM surgeon;")
        self.refused("sqlite:register.db", "N0543", 'It has "operation", "surgeon"')
        self.refused("sqlite:register.db#patients", "N0542", 'has no table "patients"', 'It has "operation", "surgeon".')
        self.refused("sqlite:register.db#v", "N0542", "only a table is read; a view may give other rows another day")
        base = sqlite3.connect(self.path("empty.db"))
        base.executescript("CREATE VIEW v AS SELECT 1;")
        base.close()
        self.refused("sqlite:empty.db", "N0543", "It has no table")

    def test_a_table_without_rowid_and_one_with_strange_names(self):
        base = sqlite3.connect(self.path("register.db"))
        base.execute(f'CREATE TABLE "op""er;ation" ({",".join(HEADINGS)}, PRIMARY KEY (id)) WITHOUT ROWID')
        base.executemany('INSERT INTO "op""er;ation" VALUES (?,?,?,?,?,?,?,?)', [row("A2", hours="x"), row("A1")])
        base.commit()
        base.close()
        self.assert_same('sqlite:register.db#op"er;ation', [row("A1"), row("A2", hours="x")],
                         faults=[(2, "hours", "x", "is no number")])

    def test_a_locked_database(self):
        data = self.database(rows=[row("A1")])
        base = sqlite3.connect(self.path("register.db"), isolation_level=None)
        self.addCleanup(base.close)
        base.execute("BEGIN EXCLUSIVE")
        self.refused(data, "cannot read register.db: another program is writing to it", status=WORLD_FAILED)
        base.execute("ROLLBACK")
        self.assert_same(data, [row("A1")])

    def test_a_change_that_was_broken_off(self):
        change = """import os, sqlite3
base = sqlite3.connect("register.db", isolation_level=None)
base.execute("PRAGMA cache_size = 5")
base.execute("BEGIN")
base.execute("UPDATE operation SET note = 'another note, and a longer one'")
os._exit(0)"""
        data = self.database(rows=[row(f"A{i}") for i in range(5000)])
        subprocess.run([sys.executable, "-c", change], cwd=self.folder, check=True)
        self.assertGreater(self.path("register.db-journal").stat().st_size, 0)
        self.refused(data, "a change to it was broken off; open it once with the program that writes it", status=WORLD_FAILED)

    def test_what_is_no_database_and_what_is_damaged(self):
        self.csv([HEADINGS, row("A1")], "rows.csv")
        self.refused("sqlite:rows.csv", "N0540", "rows.csv is no SQLite database")
        self.path("empty.db").write_bytes(b"")
        self.refused("sqlite:empty.db", "N0540")
        self.refused("sqlite:none.db", "none.db: there is no such file", status=WORLD_FAILED)
        self.refused(f"sqlite:{self.folder}", "folder", status=WORLD_FAILED)
        data = self.database(rows=[row(f"A{i}") for i in range(2000)])
        whole = self.path("register.db").read_bytes()
        self.path("register.db").write_bytes(whole[:len(whole) - 100])
        self.refused(data, "N0541", "the file ends in the middle of a page")
        self.path("register.db").write_bytes(whole[:4096 * 3])
        self.refused(data, "N0541", "SQLite says of it:")
        self.path("register.db").write_bytes(whole[:4096 * 2] + b"\xff" * 4096 + whole[4096 * 3:])
        self.refused(data, "N0541")

    def test_damage_that_only_hides_rows(self):
        data = self.database(rows=[row("A1"), row("A2"), row("A3")])
        damaged = bytearray(self.path("register.db").read_bytes())
        self.assertEqual([13, 0, 3], [damaged[4096], *damaged[4096 + 3:4096 + 5]], "a leaf of three rows")
        damaged[4096 + 4] = 2
        self.path("register.db").write_bytes(damaged)
        self.refused(data, "N0541", "SQLite says of it: ")

    def test_the_fingerprint_is_that_of_the_file(self):
        data = self.database(rows=[row("A1")])
        mark = {f["file"]: f["hash"] for f in self.measured(data)["fingerprints"]["files"]}["register.db"]
        sums = subprocess.run(["b2sum", "--length=256", self.path("register.db")], capture_output=True, check=True, text=True)
        self.assertEqual(sums.stdout.split()[0], mark)

    def test_a_log_beside_the_database_belongs_to_it(self):
        data = self.database(rows=[row("A1")], setup="PRAGMA journal_mode = WAL;")
        self.assertEqual(["register.db"], sorted(os.listdir(self.folder)))
        self.assert_same(data, [row("A1")])
        self.assertEqual(["register.db", "rows.csv"], sorted(os.listdir(self.folder)))
        base = sqlite3.connect(self.path("register.db"))
        self.addCleanup(base.close)
        base.execute("INSERT INTO operation VALUES (?,?,?,?,?,?,?,?)", row("A2"))
        base.commit()
        self.assertGreater(self.path("register.db-wal").stat().st_size, 0)
        self.assert_same(data, [row("A1"), row("A2")])


class Knees(Extracts):
    """The knee register as a workbook and as a database settles to the same statement."""

    def statement(self, operations, surgeons, form):
        words = ["settle", program.CONTRACT, *program.tables(operations, surgeons), "--offer", program.OFFER, "--as-of",
                 program.LAST_DATA_DATE, "--format", form]
        text = program.output(*words, folder=self.folder).decode("utf-8")
        return [line for line in text.splitlines() if not re.search(r"^note: |  data  |\d digits that a workbook keeps", line)]

    def test_the_same_statement(self):
        tables = [list(csv.reader(io.open(path, encoding="utf-8"))) for path in (program.OPERATIONS, program.SURGEONS)]
        book = openpyxl.Workbook()
        base = sqlite3.connect(self.path("knee.db"))
        for name, rows in zip(("operation", "surgeon"), tables):
            sheet = book.create_sheet(name)
            base.execute("CREATE TABLE {} ({})".format(name, ",".join(f'"{heading}"' for heading in rows[0])))
            for line in rows:
                sheet.append([typed(text) for text in line])
            base.executemany("INSERT INTO {} VALUES ({})".format(name, ",".join("?" * len(rows[0]))),
                             [[text if isinstance(typed(text), date) else typed(text) for text in line] for line in rows[1:]])
        book.remove(book.active)
        book.save(self.path("knee.xlsx"))
        base.commit()
        base.close()
        for form in ("text", "csv"):
            expected = self.statement(program.OPERATIONS, program.SURGEONS, form)
            self.assertGreater(len(expected), 20)
            self.assertEqual(expected, self.statement("knee.xlsx#operation", "knee.xlsx#surgeon", form))
            self.assertEqual(expected, self.statement("sqlite:knee.db#operation", "sqlite:knee.db#surgeon", form))


if __name__ == "__main__":
    unittest.main()
