"""The names of this package that other packages use."""

from evaluations.workbooks.checks import CALLS, WAIT_MS, call_fault, captured_calls, excel_checks
from evaluations.workbooks.comparing.comparison import CellResult, Comparison, RowResult, compare, compare_calls
from evaluations.workbooks.comparing.contract import Contract, contract_of, promises_of
from evaluations.workbooks.comparing.expected import ExpectedColumn, ExpectedData, propose_expected, table_question
from evaluations.workbooks.inspect import Admission, admit
from evaluations.workbooks.prompt import LAYOUT, excel_prompt
from evaluations.workbooks.reading.formats import ACCEPTED, FORMATS
from evaluations.workbooks.reading.header import HEADER_RULE
from evaluations.workbooks.reading.preview import (
    Preview,
    PreviewCell,
    PreviewColumn,
    SheetPreview,
    UploadCheck,
    check_upload,
    flag_sentences,
    read_first_rows,
    read_preview,
    read_rows,
    write_pages,
)
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits
from evaluations.workbooks.reference import reference_of
from evaluations.workbooks.variants import VARIANTS, Variant, VariantResult, grade_variant, not_tried, variant_checks
from evaluations.workbooks.writing.export import MatrixCell, comparison_to_json, export_comparison, export_matrix
from evaluations.workbooks.writing.run_sheet import MatrixLine, export_run
from evaluations.workbooks.writing.xlsx_writer import finish, write

__all__ = [
    "ACCEPTED",
    "CALLS",
    "DEFAULT_LIMITS",
    "FORMATS",
    "HEADER_RULE",
    "LAYOUT",
    "VARIANTS",
    "WAIT_MS",
    "Admission",
    "CellResult",
    "Comparison",
    "Contract",
    "ExpectedColumn",
    "ExpectedData",
    "Limits",
    "MatrixCell",
    "MatrixLine",
    "Preview",
    "PreviewCell",
    "PreviewColumn",
    "RowResult",
    "SheetPreview",
    "UploadCheck",
    "Variant",
    "VariantResult",
    "admit",
    "call_fault",
    "captured_calls",
    "check_upload",
    "compare",
    "compare_calls",
    "comparison_to_json",
    "contract_of",
    "excel_checks",
    "excel_prompt",
    "export_comparison",
    "export_matrix",
    "export_run",
    "finish",
    "flag_sentences",
    "grade_variant",
    "not_tried",
    "promises_of",
    "propose_expected",
    "read_first_rows",
    "read_preview",
    "read_rows",
    "reference_of",
    "table_question",
    "variant_checks",
    "write",
    "write_pages",
]
