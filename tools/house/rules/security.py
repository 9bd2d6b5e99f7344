"""Access: every model has its rows and, with a company, its rule."""
import csv
import io

from tools.house.registry import rule


def _access_rows(addon):
    """(file in the add-on, line, row) of its access rights; a large add-on has one file per part in folders of ``security``."""
    for path in sorted((addon.folder / "security").glob("**/ir.model.access.csv")):
        for number, row in enumerate(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))), 2):
            yield path.relative_to(addon.addons), number, row


def _model_key(reference):
    """`addon.model_x_y` or `model_x_y` -> `x_y`."""
    return reference.rpartition(".")[2].removeprefix("model_")


@rule
def access(addon, tree):
    """Every model that is not abstract has an access row; rows have proper ids, a group, and no double."""
    covered, seen = set(), set()
    for rel, number, row in _access_rows(addon):
        key, group = _model_key(row.get("model_id:id", "")), row.get("group_id:id", "")
        covered.add(key)
        if not row.get("id", "").startswith(f"access_{key}_"):
            yield addon.problem(rel, number, "access-id", f"{row.get('id')} should be access_{key}_<role>")
        if not group:
            yield addon.problem(rel, number, "access-group", f"{row.get('id')} gives rights to everybody: name a group")
        if (key, group) in seen:
            yield addon.problem(rel, number, "access-double", f"a second row for {key} and {group}")
        seen.add((key, group))
    for model in addon.models:
        if model.is_new and model.base != "AbstractModel" and model.name.replace(".", "_") not in covered:
            yield model.file.problem(model.node, "access-missing", f"{model.name} has no row in security/ir.model.access.csv")


@rule
def companies(addon, tree):
    """Every stored model with a company has a multi-company rule."""
    ruled = set()
    for _rel, root in addon.xml:
        for record in root.iter("record"):
            if record.get("model") != "ir.rule":
                continue
            fields = {field.get("name"): field for field in record.findall("field")}
            domain = fields.get("domain_force")
            if domain is not None and "compan" in (domain.text or "") and "model_id" in fields:
                ruled.add(_model_key(fields["model_id"].get("ref", "")))
    with_company = {}
    for model in addon.models:
        if "company_id" in model.fields and model.base == "Model" and tree.model_owner.get(model.model) == addon.name:
            with_company.setdefault(model.model, model)
    for name, model in with_company.items():
        if name.replace(".", "_") not in ruled:
            yield model.file.problem(model.node, "company-rule", f"{name} has company_id but no multi-company rule in this add-on")
