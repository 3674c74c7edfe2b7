# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Extracts as they come: files that say nothing of how they are written, files that cannot be used, and
`nytte data`, which says what is in them. All data are made up."""

import json
import re
import tempfile
import unittest
from pathlib import Path

import program
from program import KNEE, LATIN1, SURGEONS, WITH_BOM

DONE, INPUT_WRONG, USAGE_WRONG, WORLD_FAILED = 0, 1, 2, 3

CONTRACT = """nytte 1 english
contract "Hips"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2018-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer "The buyer"
party seller "The seller"
table operation "One row per operation" dated by done
  id       key
  done     date
  bmi      10..80, if known
  kind     primary or uni or revision
  revised  date not before done, if any
measure heavy "Mean body mass index"
  over operation
  mean bmi
  counted 30 days after done
  needs at least 10 % known, or is unknown
pay buyer to seller "Hips"
  100 DKK per operation for each operation
  due 30 days after done
"""
HEAD = "id,done,bmi,kind,revised\n"


class Folder(unittest.TestCase):
    """Each test has a folder of its own with a contract in it."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file("hips.nytte", CONTRACT)

    def file(self, name, text):
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (self.folder / name).write_bytes(data)
        return name

    def data(self, status, *more, rows="rows.csv"):
        done = program.run("data", "hips.nytte", "--data", f"operation={rows}", *more, folder=self.folder)
        said = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(status, done.returncode, said)
        return said

    def answer(self, text, *more):
        self.file("rows.csv", text)
        return json.loads(self.data(DONE, "--json", *more)[0])

    def refused(self, text, code, *words):
        self.file("rows.csv", text)
        said = self.data(INPUT_WRONG)[1]
        self.assertEqual([code], re.findall(r"error (N\d+): ", said), said)
        for word in words:
            self.assertIn(word, said)


class AsTheyCome(Folder):
    """What nobody says of a file is found out from it."""

    def table(self, text, *more):
        return self.answer(text, *more)["tables"][0]

    def same(self, text):
        """One row of 13 February 2018, with a body mass index of 31.5."""
        found = self.table(text)
        self.assertEqual((1, []), (found["rows_used"], found["faults"]))
        self.assertEqual("2018-02-13", found["first"])
        self.assertEqual("31.5", found["columns"][2]["lowest"])

    def test_separators(self):
        self.same(HEAD + "1,2018-02-13,31.5,uni,\n")
        for sign in ";\t|":
            self.same(HEAD.replace(",", sign) + "1,2018-02-13,31.5,uni,".replace(",", sign))

    def test_dates(self):
        for date in ("13-02-2018", "13.02.2018", "13.2.2018", "13/02/2018", "2018/02/13", "20180213", "02/13/2018",
                     "13. februar 2018", "13 februari 2018", "13. helmikuuta 2018", "13. febrúar 2018",
                     "2018-02-13 00:00", "2018-02-13T00:00:00", "13-02-2018 00:00:00", "2018-02-13 00:00:00.000"):
            with self.subTest(date):
                self.same(HEAD + f"1,{date},31.5,uni,\n")

    def test_encodings(self):
        text = HEAD + "ø€1,13-02-2018,31.5,uni,\n"
        for encoding, word in (("utf-8", "utf8"), ("utf-8-sig", "utf8"), ("utf-16", "utf16"), ("utf-16-le", "utf16"),
                               ("utf-16-be", "utf16"), ("cp1252", "windows1252")):
            with self.subTest(encoding):
                self.same(text.encode(encoding))
                self.assertEqual(word, self.answer(text.encode(encoding))["files"][0]["written_in"])
        self.assertEqual("latin1", self.answer(text.replace("€", "").encode("latin-1"))["files"][0]["written_in"])

    def test_quotes_line_ends_and_no_final_line_end(self):
        self.same('id;done;bmi;kind;revised\r\n"a;\r\n""b""";13-02-2018;31,5;"uni";')

    def test_headings_that_differ_in_capitals_and_blanks(self):
        found = self.answer("ID ,Done,\u00a0BMI,kind,revised\n1,2018-02-13,31.5,uni,\n")
        self.assertEqual(3, sum("taken for" in note for note in found["notes"]), found["notes"])

    def test_what_was_found_is_noted_and_not_what_was_said(self):
        note = self.answer(HEAD.replace(",", ";") + "1;13-02-2018;31,5;uni;\n")["notes"][0]
        self.assertEqual('rows.csv: how it is written was found out from the file: written in utf8, separated by ";", '
                         'decimals after ",", dates as "dd-mm-yyyy"', note)
        self.file("source.nytte", 'nytte 1 english\nuse "hips.nytte"\nsource operation from csv "rows.csv"\n'
                  '  dates as "mm-dd-yyyy"\n  id = "id"\n  done = "done"\n  bmi = "bmi"\n  kind = "kind"\n'
                  '  revised = "revised"\n')
        self.file("rows.csv", HEAD + "1,01-02-2018,31.5,uni,\n")
        said = json.loads(program.output("data", "source.nytte", "--json", folder=self.folder))
        self.assertEqual("2018-01-02", said["tables"][0]["first"])
        self.assertEqual(["written_in", "separated_by", "decimals_after"], said["files"][0]["found_out"])
        self.assertNotIn("dates", said["notes"][0])

    def test_danish(self):
        self.file("rows.csv", HEAD + "1,2018-02-13,31.5,uni,\n")
        said = self.data(DONE, "--lang", "da")[0]
        self.assertIn("bemærk: rows.csv: hvordan filen er skrevet, fremgår af filen selv", said)
        self.assertIn("udfyldt", said)

    def test_the_register_without_a_word_on_how_it_is_written(self):
        """The knee register's source, its `written in` lines taken away: the same faults and figures."""
        source = program.SOURCE.read_text(encoding="utf-8")
        bare = "".join(line for line in source.splitlines(True) if not line.startswith("  written in"))
        self.assertEqual(2, source.count("\n") - bare.count("\n"))
        self.file("bare.nytte", bare.replace('use "knee.nytte"', f'use "{KNEE}/knee.nytte"'))
        for extract in (LATIN1, WITH_BOM):
            words = ["--data", f"operation={extract}", "--data", f"surgeon={SURGEONS}", "--json"]
            told = program.answer("measure", program.CONTRACT, "--source", program.SOURCE, *words)
            found = program.answer("measure", self.folder / "bare.nytte", *words)
            self.assertEqual(told["rejects"], found["rejects"])
            self.assertEqual(told["measures"], found["measures"])


class Refused(Folder):
    """Files that cannot be used, and those that can be read in two ways."""

    def test_dates_of_two_readings(self):
        self.refused(HEAD + "1,01-02-2018,31.5,uni,\n", "N0516", "`01-02-2018` is 2018-02-01 as dd-mm-yyyy and "
                     "2018-01-02 as mm-dd-yyyy", '`dates as "dd-mm-yyyy"`')

    def test_dates_of_two_kinds(self):
        self.refused(HEAD + "1,13-02-2018,,uni,\n2,02-13-2018,,uni,\n", "N0517")

    def test_years_of_two_digits(self):
        self.refused(HEAD + "1,13-02-18,31.5,uni,\n", "N0518")

    def test_numbers_of_two_readings(self):
        self.refused(HEAD + "1,2018-02-13,1.234,uni,\n", "N0519", "1234")

    def test_numbers_of_two_kinds(self):
        self.refused(HEAD.replace(",", ";") + "1;2018-02-13;31,5;uni;\n2;2018-02-13;31.5;uni;\n", "N0520")

    def test_two_headings_for_one_column(self):
        self.refused("id,Done,DONE,bmi,kind,revised\n", "N0515", '"Done", "DONE"')

    def test_a_doubled_heading(self):
        self.refused("id,done,done,bmi,kind,revised\n", "N0507")

    def test_a_missing_heading(self):
        self.refused("id,done,bmi,revised\n", "N0506")

    def test_letters_of_another_machine(self):
        self.refused(b"id,done,bmi,kind,revised,k\x9bn\n", "N0522")

    def test_an_empty_file(self):
        for text in ("", "\n\r\n", "\ufeff"):
            self.refused(text, "N0501")

    def test_a_binary_file(self):
        self.refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "N0503", "line 3")
        self.refused(b"PK\x03\x04\x14\0\x06\0", "N0532")

    def test_a_zero_byte(self):
        self.refused(HEAD + "1,2018-02-13,31.5,u\0i,\n", "N0503", "line 2")

    def test_a_file_cut_off_in_a_letter(self):
        self.refused((HEAD + "1,2018-02-13,31.5,uni,\n").encode("utf-16")[:-1], "N0502")

    def test_a_quote_that_is_never_closed(self):
        self.refused(HEAD + '"1,2018-02-13,31.5,uni,\n', "N0504", "line 2")

    def test_a_folder(self):
        (self.folder / "rows").mkdir()
        self.assertIn("it is a folder", self.data(WORLD_FAILED, rows="rows")[1])

    def test_a_missing_file(self):
        self.assertIn("there is no such file", self.data(WORLD_FAILED, rows="none.csv")[1])

    def test_headings_alone_are_a_table_without_rows(self):
        found = self.answer(HEAD)
        self.assertEqual(0, found["tables"][0]["rows_read"])
        self.assertIn("rows.csv has no rows, only headings", found["notes"])

    def test_a_line_of_200_megabytes(self):
        """As a line of headings it is refused, as a cell it is one fault; neither takes long or is shown whole."""
        path = self.folder / "rows.csv"
        for head in ("", HEAD):
            with open(path, "wb") as file:
                file.write(head.encode())
                for _ in range(200):
                    file.write(b"x" * (1 << 20))
            done = program.run("data", "hips.nytte", "--data", "operation=rows.csv", folder=self.folder)
            self.assertEqual(DONE if head else INPUT_WRONG, done.returncode)
            self.assertLess(len(done.stdout) + len(done.stderr), 20_000)
        path.unlink()

    def test_two_headings_of_a_source_for_one_column(self):
        self.file("rows.csv", HEAD)
        self.file("source.nytte", 'nytte 1 english\nuse "hips.nytte"\nsource operation from csv "rows.csv"\n'
                  '  id = "id"\n  id = "kind"\n  done = "done"\n  bmi = "bmi"\n  kind = "kind"\n  revised = "revised"\n')
        done = program.run("check", "source.nytte", folder=self.folder)
        self.assertIn("error N0539", done.stdout.decode() + done.stderr.decode())

    def test_two_sources_for_one_table(self):
        self.file("rows.csv", HEAD)
        source = ('source operation from csv "rows.csv"\n  id = "id"\n  done = "done"\n  bmi = "bmi"\n  kind = "kind"\n'
                  '  revised = "revised"\n')
        self.file("source.nytte", 'nytte 1 english\nuse "hips.nytte"\n' + source + source)
        done = program.run("check", "source.nytte", folder=self.folder)
        self.assertIn("error N0464", done.stdout.decode() + done.stderr.decode())


class WhatIsInIt(Folder):
    """`nytte data`: counts, ranges and faults, and no key."""

    ROWS = (HEAD + "K-1,2018-02-13,31.5,uni,\nK-2,2019-02-14,,primary,2019-03-01\nK-3,2020-01-01,400,uni,\n"
            "K-3,2020-01-01,400,uni,\nK-4,2018-05-05,30,tri,\nK-5,2017-05-05,18.5,uni,2017-01-01\n")

    def test_counts(self):
        table = self.answer(self.ROWS)["tables"][0]
        self.assertEqual([6, 4, 1, 1, 2], [table[key] for key in ("rows_read", "rows_used", "rows_set_aside",
                                                                  "rows_counted_once", "rows_outside_term")])
        self.assertEqual(("2017-05-05", "2020-01-01"), (table["first"], table["last"]))
        bmi, kind, revised = table["columns"][2:]
        self.assertEqual((2, 1, 1, "50", "18.5", "31.5"), tuple(bmi[key] for key in (
            "known", "missing", "faulty", "complete_percent", "lowest", "highest")))
        self.assertEqual([1, 3, 0], [word["rows"] for word in kind["words"]])
        self.assertEqual((1, 2, 1), (revised["known"], revised["absent"], revised["faulty"]))
        self.assertEqual(4, table["columns"][0]["different"])

    def test_faults_by_reason(self):
        faults = self.answer(self.ROWS)["tables"][0]["faults"]
        self.assertEqual([("bmi", "lies outside 10..80", 1), ("id", "the same row stands in another line", 1),
                          ("kind", 'is none of the codes of this column: "primary", "uni", "revision"', 1),
                          ("revised", "lies before done", 1)],
                         [(fault["column"], fault["reason"], fault["count"]) for fault in faults])

    def test_faults_in_danish(self):
        """Every reason is told in the language that is asked for."""
        self.file("rows.csv", self.ROWS + "K-6,2018-01-01\n,2018-01-01,x,uni ,\nK-7,2018-02-31,,UNI,\n\nK-7,1-1-2018,,uni,\n")
        said = self.data(DONE, "--lang", "da")[0].partition("Fejl efter")[2].partition("---")[0]
        self.assertEqual(13, len(said.strip().splitlines()) - 1, said)
        self.assertNotRegex(said, r"\b(is|has|the|lies|there|row|line)\b")
        self.assertIn("bmi ligger uden for 10..80 (tæller som manglende)", said)

    def test_what_it_does_to_the_measures(self):
        measure, = self.answer(self.ROWS)["measures"]
        statements = measure.pop("statements")
        self.assertEqual({"name": "heavy", "table": "operation", "rows": 2, "unknown": 1, "faulty": 1, "set_aside": 1},
                         measure)
        first, second = ({key: s[key] for key in ("operation_year", "value", "faults")} for s in statements)
        self.assertEqual({"operation_year": 1, "value": "31.5", "faults": {
            "at_least": "30.75", "at_most": "31.5", "unbounded": False, "may_be_unknown": False, "may_stop": False}}, first)
        self.assertEqual({"operation_year": 2, "value": None, "faults": None}, second)

    def test_what_it_does_to_the_measures_for_people(self):
        self.file("rows.csv", self.ROWS)
        said = self.data(DONE)[0]
        self.assertRegex(said, r"heavy +year 1 +31.5  faults could make it 30.75 to 31.5\n")
        self.assertRegex(self.data(DONE, "--lang", "da")[0],
                         r"heavy +år 1 +31,5  uden fejlene kunne det være 30,75 til 31,5\n")
        self.file("rows.csv", HEAD + "K-1,2018-02-13,31.5,uni,\nK-5,2017-05-05,18.5,uni,2017-01-01\n")
        self.assertIn("No fault could move a measure in the statements drawn.", self.data(DONE)[0])
        self.file("rows.csv", HEAD + "K-1,2018-02-13,31.5,uni,\n")
        self.assertNotIn("could", self.data(DONE)[0])

    def test_no_key_is_shown(self):
        self.file("rows.csv", self.ROWS)
        for more in ((), ("--json",), ("--format", "html"), ("--lang", "da")):
            self.assertNotIn("K-", self.data(DONE, *more)[0])

    def test_of_the_register(self):
        """Its faults are those that were put in, and no patient, surgeon or operation is named."""
        found = program.answer("data", program.CONTRACT, "--source", program.SOURCE, "--json")
        operation = next(table for table in found["tables"] if table["table"] == "operation")
        self.assertEqual(84, sum(fault["count"] for fault in operation["faults"]))
        text = program.output("data", program.CONTRACT, "--source", program.SOURCE).decode()
        self.assertNotRegex(text, r"\b[OP]\d{7}\b|VEJ-K\d")

    def test_a_form_that_is_none(self):
        self.file("rows.csv", HEAD)
        self.assertIn("say text, html or json", self.data(USAGE_WRONG, "--format", "pdf")[1])


class FirstSource(Folder):
    """`nytte data --draft-source`: a first source, with every guess marked."""

    def draft(self, text, *more, status=DONE):
        self.file("rows.csv", text)
        return self.data(status, "--draft-source", *more)[0 if status == DONE else 1]

    def good(self, text):
        """The draft is a source in its one written form, and the contract can be read by it."""
        self.file("source.nytte", text)
        self.assertEqual("source.nytte: nothing is wrong\n",
                         program.output("check", "source.nytte", folder=self.folder).decode())
        program.output("fmt", "--check", "source.nytte", folder=self.folder)
        return json.loads(program.output("data", "source.nytte", "--json", folder=self.folder))

    def test_of_the_register(self):
        """All that the knee contract's own source says is found, to the letter but for what is only checked."""
        def said(text):
            return {re.sub(r"\s+", " ", line.partition("#")[0]).strip() for line in text.splitlines()
                    if re.match(r"  \w+ +=|  written", line)}

        text = program.output("data", program.CONTRACT, "--draft-source", "--data", f"operation={LATIN1}", "--data",
                              f"surgeon={SURGEONS}").decode()
        ours, theirs = said(text), said(program.SOURCE.read_text(encoding="utf-8"))
        # No number of the surgeons' file has decimals.
        theirs = {re.sub(', decimals after "."(?=, dates as "yyyy)', "", line) for line in theirs}
        self.assertEqual({"satisfied"}, {line.split()[0] for line in ours ^ theirs}, "in another order")
        self.assertIn('satisfied = "Tilfreds", no "nej", yes "ja"', ours)
        for line in text.splitlines():
            name, _, rest = line.partition("=")
            if re.match(r"  \w+ +=", line) and name.strip() != rest.partition("#")[0].strip(' "'):
                self.assertIn("# guessed: by", line.replace("guessed: but", "guessed: by"))

    def test_headings_to_the_letter_are_no_guess(self):
        text = self.draft(HEAD + "1,2018-02-13,31.5,uni,\n")
        self.assertNotIn("guessed", text)
        self.assertIn('written in utf8, separated by ",", decimals after ".", dates as "yyyy-mm-dd"', text)
        self.assertEqual(1, self.good(text)["tables"][0]["rows_used"])

    def test_by_name_content_and_codes(self):
        rows = "".join(f"X{i};{i % 28 + 1}.{i % 12 + 1}.2018;{20 + i % 30},5;{'PUR'[i % 3]};Vejle;\n" for i in range(60))
        text = self.draft("Nummer;DONE;Body mass index (BMI);Kind of operation;Sted;Revised on\n" + rows)
        for line in ('id      = "Nummer"  # guessed: by what it holds', 'done    = "DONE"  # guessed: but for capital',
                     'bmi     = "Body mass index (BMI)"  # guessed: by its name',
                     'kind    = "Kind of operation", primary "P", uni "U", revision "R"  # guessed: by its name',
                     'revised = "Revised on"  # guessed: by its name', 'ignores "Sted"', 'separated by ";", decimals after ",", dates as "d.m.yyyy"'):
            self.assertIn(line, text)
        found = self.good(text)
        self.assertEqual((60, []), (found["tables"][0]["rows_used"], found["tables"][0]["faults"]))

    def test_an_empty_column_goes_by_its_name_alone(self):
        text = self.draft("id,done,bmi,kind,note\n1,2018-02-13,31.5,uni,\n")
        self.assertIn('# revised = "…"   fill in: no heading fits', text)
        self.assertIn('ignores "note"', text)

    def test_what_nobody_can_guess_is_left_to_be_filled_in(self):
        text = self.draft("id,day,weight,kind,revised\n1,01-02-2018,1.234,x,\n2,03-04-2018,2.345,y,\n")
        for line in ('# dates as "dd-mm-yyyy"   fill in: or "mm-dd-yyyy"; nothing in the file decides',
                     'decimals after "."', "# fill in: or thousands are marked so; nothing in the file decides",
                     '# bmi     = "…"   fill in: no heading fits',
                     '# fill in: which word each of these codes is: "x", "y"', 'ignores "weight"'):
            self.assertIn(line, re.sub("bmi +=", "bmi     =", text))

    def test_danish(self):
        self.assertIn("# udfyld: dagen for udtrækket", re.sub(r"# extracted on \S+ +", "# ", self.draft(
            HEAD + "1,2018-02-13,31.5,uni,\n", "--lang", "da")))

    def test_the_day_of_the_extract_and_the_way_to_the_files(self):
        (self.folder / "sources").mkdir()
        (self.folder / "data").mkdir()
        self.file("data/rows.csv", HEAD + "1,2018-02-13,31.5,uni,\n")
        self.data(DONE, "--draft-source", "--extracted", "2020-02-01", "--output", "sources/hips.nytte",
                  rows="data/rows.csv")
        text = (self.folder / "sources" / "hips.nytte").read_text(encoding="utf-8")
        self.assertIn('use "../hips.nytte"', text)
        self.assertIn('from csv "../data/rows.csv"', text)
        self.assertIn("extracted on 2020-02-01", text)
        program.output("measure", "sources/hips.nytte", folder=self.folder)

    def test_no_value_of_a_key_stands_in_it(self):
        self.assertNotIn("K-", self.draft(WhatIsInIt.ROWS))

    def test_files_that_cannot_be_used(self):
        self.assertIn("N0501", self.draft("", status=INPUT_WRONG))
        self.assertIn("N0504", self.draft(HEAD + '"1,', status=INPUT_WRONG))
        done = program.run("data", "hips.nytte", "--draft-source", folder=self.folder)
        self.assertEqual(USAGE_WRONG, done.returncode)


if __name__ == "__main__":
    unittest.main()
