"""Every published schema is a valid draft-07 schema with its own file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from qfill.errors import UsageError
from qfill.records import SCHEMAS, load_schema, schema_text

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_and_versioned(name: str) -> None:
    schema = load_schema(name)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == f"urn:qfill:schema:{name}:1"


def test_an_unknown_name_lists_those_that_exist() -> None:
    with pytest.raises(UsageError) as caught:
        schema_text("nothing")
    assert "audit" in caught.value.hint


def test_the_bank_of_this_project_holds_to_its_schema() -> None:
    validator = Draft7Validator(load_schema("bank"))
    topics = [p for p in sorted((ROOT / "answers").glob("*.yaml")) if "answers:" in p.read_text("utf-8")]
    assert topics
    for path in topics:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert [error.message for error in validator.iter_errors(found)] == [], path.name


def test_the_schema_that_editors_read_is_the_one_that_is_printed() -> None:
    assert (ROOT / "schemas" / "bank.schema.json").read_text(encoding="utf-8") == schema_text("bank")
