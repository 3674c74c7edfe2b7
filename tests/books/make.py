#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes hospital.xlsx: a workbook as a hospital sends it. Not run by any test: the file is kept, because what a library of another
year makes of this is another file. All data are synthetic."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

HERE = Path(__file__).resolve().parent
HEADINGS = ["Løbenr.", "Operationsdato", "Udskrevet", "Knivtid (timer)", "Type", "Egnet til hjemsendelse", "Andel", "Bemærkning", None]
ROWS = [
    ["K-001", date(2018, 2, 1), date(2018, 2, 3), 1.1, "Primær", True, 0.125, "ukompliceret"],
    ["K-002", date(2018, 2, 5), datetime(2018, 2, 8, 11, 30), 0.1 + 0.2, "Uni", False, 0.07, None],
    None,
    ["K-003", date(2018, 3, 28), "indlagt", 2, "Primær", True, None, "se journal"],
    ["K-004", date(2018, 3, 29), date(2018, 3, 27), 2.5, "Primær", None, 1, None],
    ["K-005", date(2018, 4, 3), date(2018, 4, 4), "1,5", "primær", True, 0.5, None],
    ["K-006", date(2018, 4, 9), date(2018, 4, 11), "#N/A", "Uni", False, 0.25, date(2018, 2, 1)],
]

book = openpyxl.Workbook()
codes = book.active
codes.title = "Koder"
codes.sheet_state = "hidden"
codes.append(["P", "Primær"])
sheet = book.create_sheet("Operationer 2018")
sheet["A1"] = "Ortopædkirurgisk afdeling, knæ (opdigtede data)"
sheet["A1"].font = Font(bold=True, size=14)
sheet.merge_cells("A1:H1")
sheet["A2"], sheet["G2"], sheet["H2"] = "Udtrukket", "den", date(2018, 6, 1)
for column, heading in enumerate(HEADINGS, 2):
    sheet.cell(4, column, heading).font = Font(bold=True)
for number, row in enumerate(ROWS, 5):
    for column, value in enumerate(row or [], 2):
        cell = sheet.cell(number, column, value)
        if isinstance(value, (date, datetime)):
            cell.number_format = "dd-mm-yyyy" if column == 3 else "d. mmm yyyy"
        if column == 8 and value is not None:
            cell.number_format = "0.0%"
sheet["J7"] = "ring til afdelingen"
sheet.row_dimensions[6].hidden = True
book.create_sheet("Noter").append(["Ingen"])
book.active = 1
book.save(HERE / "hospital.xlsx")
