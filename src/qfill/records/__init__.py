"""What qfill writes down and reads back: audits, decisions and the ledger, with their schemas."""

from __future__ import annotations

from qfill.records.audit import Audit, AuditRow, dump_audit, load_audit, read_audit
from qfill.records.outputs import OutputNames, output_names, replace_file
from qfill.records.schemas import SCHEMAS, load_schema, schema_text

__all__ = [
    "SCHEMAS",
    "Audit",
    "AuditRow",
    "OutputNames",
    "dump_audit",
    "load_audit",
    "load_schema",
    "output_names",
    "read_audit",
    "replace_file",
    "schema_text",
]
