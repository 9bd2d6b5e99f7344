from collections import defaultdict
from dataclasses import dataclass, field

from odoo import fields, models

from ..money import from_fen, to_fen
from .dealer_import_base import ImportPlan

BATCH = 500
UNIT_WORDS = ("件", "个", "条", "双", "套", "PCS", "pcs", "单位")


@dataclass
class GoodsStep:
    """What one row needs: the goods and the product it is about (None if new) and the values that differ."""

    row: object
    template: object = None
    product: object = None
    template_vals: dict = field(default_factory=dict)
    product_vals: dict = field(default_factory=dict)
    price_fen: int | None = None
    cost: float | None = None  # yuan: another cost for goods that have one, which finance decides about


class DealerImportGoods(models.AbstractModel):
    """Goods with their colours and sizes, and their ex-factory prices.

    Each department imports the same sheet and fills in its own columns: pre-sale service and purchasing the goods,
    purchasing also the cost (another cost of goods that have one goes into a draft cost change), the settlement accountant
    the ex-factory prices, which go into the draft price version of the job's day. A column that is not the user's is left
    out with a warning. New goods are off the shelf.
    """

    _name = "dealer.import.goods"
    _inherit = "dealer.import.base"
    _description = "Goods and ex-factory prices"

    _import_groups = ("dealer_base.group_cs_presale", "dealer_base.group_purchase_clerk", "dealer_base.group_fin_settlement")
    _column_groups = {
        "goods": ("dealer_base.group_cs_presale", "dealer_base.group_purchase_clerk"),
        "cost_fen": ("dealer_base.group_purchase_clerk",),
        "ex_factory_fen": ("dealer_base.group_fin_settlement",),
    }

    def _key(self, row):
        return row.record.variant

    def _may(self, column):
        return self.env.su or any(self.env.user.has_group(group) for group in self._column_groups[column])

    def _lookup(self, job, rows):
        found = {
            "categories": self._categories({row.record.category for row in rows}),
            "units": self._units({row.record.unit for row in rows if row.record.unit}),
            "seasons": {season.name: season.id for season in self.env["dealer.season"].search([("company_id", "=", job.company_id.id)])},
            "brands": {brand.name: brand.id for brand in self.env["dealer.brand"].with_context(active_test=False).search([])},
            "templates": self._templates(job, {row.record.code for row in rows}),
        }
        found["variants"] = {
            code: {self._variant_key(product): product for product in template.product_variant_ids}
            for code, template in found["templates"].items()
        }
        errors = self._foreign_columns(rows)
        may_goods = self._may("goods")
        taken = self._taken_barcodes({row.record.barcode for row in rows if row.record.barcode})
        for row in rows:
            if may_goods:
                errors += self._check_words(row, found)
                errors += self._check_barcode(row, found, taken)
                errors += self._check_shape(row, found)
            elif self._product(row, found) is None:
                errors.append(row.source.error("code", "unknown_goods", code=row.record.code))
        return found, errors

    def _foreign_columns(self, rows):
        """One warning for each column that holds values but isn't the user's to enter."""
        warnings = []
        for column in ("cost_fen", "ex_factory_fen"):
            first = next((row for row in rows if getattr(row.record, column) is not None), None)
            if first and not self._may(column):
                groups = [self.env.ref(group) for group in self._column_groups[column]]
                names = [group.sudo().name for group in groups]  # sudo: names of groups for the sentence
                warnings.append(first.source.error(column, "column_not_yours", warning=True, groups=", ".join(names)))
        return warnings

    def _categories(self, names):
        categories = self.env["product.category"].search([])
        by_name = defaultdict(list)
        for category in categories:
            by_name[category.name].append(category)
            if category.complete_name != category.name:
                by_name[category.complete_name].append(category)
                by_name[category.complete_name.replace(" ", "")].append(category)
        known = "、".join(categories.sorted("complete_name")[:30].mapped("complete_name"))
        return {"known": known, "ids": {name: by_name.get(name) or by_name.get(name.replace(" ", ""), []) for name in names}}

    def _units(self, names):
        units = self.env["uom.uom"].search([])
        by_name = {unit.name: unit.id for unit in units}
        unit = self.env.ref("uom.product_uom_unit").id
        by_name = {**dict.fromkeys(UNIT_WORDS, unit), **by_name}
        known = "、".join(dict.fromkeys((*UNIT_WORDS[:5], *units.mapped("name"))))
        return {"known": known, "ids": {name: by_name.get(name) for name in names}}

    def _templates(self, job, codes):
        templates = self.env["product.template"].with_context(active_test=False)
        domain = [("company_id", "in", (False, job.company_id.id))]
        found = {t.dealer_goods_code: t for t in templates.search([*domain, ("dealer_goods_code", "in", list(codes))])}
        rest = [code for code in codes if code not in found]
        by_hand = templates.search([*domain, ("dealer_goods_code", "=", False), ("default_code", "in", rest)])
        return {**{template.default_code: template for template in by_hand}, **found}

    def _variant_key(self, product):
        names = {}
        for value in product.product_template_attribute_value_ids:
            names[value.attribute_id] = value.name
        colour, size = self._attributes()
        return (names.get(colour, ""), names.get(size, ""))

    def _attributes(self):
        return self.env.ref("dealer_base.attribute_colour"), self.env.ref("dealer_base.attribute_size")

    def _product(self, row, found):
        return found["variants"].get(row.record.code, {}).get((row.record.colour, row.record.size))

    def _taken_barcodes(self, barcodes):
        products = self.env["product.product"].sudo()  # sudo: a barcode is unique over all companies
        products = products.with_context(active_test=False).search([("barcode", "in", list(barcodes))])
        return {product.barcode: product for product in products}

    def _check_words(self, row, found):
        record, errors = row.record, []
        categories = found["categories"]["ids"][record.category]
        if len(categories) != 1:
            code = "ambiguous_category" if categories else "unknown_category"
            known = "、".join(category.complete_name for category in categories) or found["categories"]["known"]
            errors.append(row.source.error("category", code, known=known))
        if record.unit and not found["units"]["ids"][record.unit]:
            errors.append(row.source.error("unit", "unknown_unit", known=found["units"]["known"]))
        if record.season and record.season not in found["seasons"]:
            errors.append(row.source.error("season", "unknown_season", known="、".join(found["seasons"])))
        return errors

    def _check_barcode(self, row, found, taken):
        owner = taken.get(row.record.barcode)
        mine = self._product(row, found)
        if owner and (not mine or owner.id != mine.id):
            return [row.source.error("barcode", "barcode_taken", other=owner.display_name)]
        return []

    def _check_shape(self, row, found):
        """Existing goods keep having colours and sizes, or keep having none."""
        template = found["templates"].get(row.record.code)
        if not template or self._product(row, found):
            return []
        variants = found["variants"][row.record.code]
        lines = set(template.attribute_line_ids.attribute_id.ids)
        wanted = {attribute.id for attribute, name in zip(self._attributes(), row.record.variant[1:], strict=True) if name}
        if ("", "") in variants or (lines and lines != wanted):
            return [row.source.error("code", "code_of_other_goods", code=row.record.code, other=template.name)]
        return []

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        may_goods, may_price, may_cost = self._may("goods"), self._may("ex_factory_fen"), self._may("cost_fen")
        prices = self._known_prices(job, rows, found) if may_price else {}
        proposed = {line.product_id.id: line.new_cost for line in self._draft_costs(job).line_ids} if may_cost else {}
        for row in rows:
            step = GoodsStep(row, found["templates"].get(row.record.code), self._product(row, found))
            if may_goods:
                step.template_vals = self._changed(step.template, self._template_vals(row, found))
                step.product_vals = self._changed(step.product, self._product_vals(row, may_cost))
                if step.product and "standard_price" in step.product_vals and to_fen(step.product.standard_price):
                    cost = step.product_vals.pop("standard_price")
                    step.cost = cost if proposed.get(step.product.id) != cost else None
                if row.record.brand and row.record.brand not in found["brands"]:
                    step.template_vals["brand"] = row.record.brand
            price = row.record.ex_factory_fen
            if may_price and price is not None and (not step.product or prices.get(step.product.id) != price):
                step.price_fen = price
            if not step.product:
                plan.created.append(step)
            elif step.template_vals or step.product_vals or step.price_fen is not None or step.cost is not None:
                plan.updated.append(step)
            else:
                plan.unchanged.append(step)
        return plan

    def _day(self, job):
        return job.date_from or job.company_id._dealer_today()

    def _draft_version(self, job):
        return self.env["dealer.price.version"].search(
            [("company_id", "=", job.company_id.id), ("state", "=", "draft"), ("date_from", "=", self._day(job))], limit=1)

    def _known_prices(self, job, rows, found):
        """Prices that hold on the job's day: of its draft version, else of the active ones."""
        products = self.env["product.product"].union(*(product for row in rows if (product := self._product(row, found))))
        prices = self.env["dealer.price.version"]._prices_fen(job.company_id, products, self._day(job))
        draft = self._draft_version(job).line_ids.filtered(lambda line: line.product_id in products)
        prices.update((line.product_id.id, to_fen(line.ex_factory_price)) for line in draft)
        return prices

    def _template_vals(self, row, found):
        record = row.record
        vals = {
            "name": record.name,
            "dealer_goods_code": record.code,
            "categ_id": found["categories"]["ids"][record.category][0].id,
            "list_price": float(from_fen(record.retail_fen)),
            "uom_id": found["units"]["ids"].get(record.unit),
            "dealer_brand_id": found["brands"].get(record.brand),
            "dealer_season_id": found["seasons"].get(record.season),
        }
        return {name: value for name, value in vals.items() if value}

    def _product_vals(self, row, may_cost):
        record = row.record
        sku = record.sku or "-".join(filter(None, record.variant))
        vals = {"default_code": sku, "barcode": record.barcode, "weight": record.weight_g / 1000}
        if may_cost and record.cost_fen is not None:
            vals["standard_price"] = float(from_fen(record.cost_fen))
        return {name: value for name, value in vals.items() if value}

    def _changed(self, record, vals):
        if not record:
            return vals
        return {name: value for name, value in vals.items() if self._differs(record, name, value)}

    def _differs(self, record, name, value):
        current = record[name]
        if record._fields[name].type == "many2one":
            return current.id != value
        if name in ("list_price", "standard_price"):
            return to_fen(current) != to_fen(value)
        if name == "weight":
            return round(current * 1000) != round(value * 1000)
        return current != value

    def _commit(self, job, rows, found, plan):
        total = len(plan.created) + len(plan.updated)
        self._make_brands(plan, found)
        self._write_templates(plan)
        self._make_templates(plan, found)
        self._make_variants(plan)
        for done, step in enumerate(plan.updated, 1):
            if step.product_vals:
                step.product.write(step.product_vals)
            if not done % BATCH:
                job._progress(len(plan.created) + done, total)
        self._write_prices(job, plan)
        self._write_costs(job, plan)
        return self.env["product.template"].union(*(step.template for step in plan.created + plan.updated))

    def _make_brands(self, plan, found):
        names = {step.template_vals["brand"] for step in plan.created + plan.updated if "brand" in step.template_vals}
        brands = self.env["dealer.brand"].create([{"name": name} for name in sorted(names)])
        found["brands"].update((brand.name, brand.id) for brand in brands)
        for step in plan.created + plan.updated:
            if "brand" in step.template_vals:
                step.template_vals["dealer_brand_id"] = found["brands"][step.template_vals.pop("brand")]

    def _write_templates(self, plan):
        """The rows of one goods agree about it, so the first that differs speaks for all."""
        seen = set()
        for step in plan.created + plan.updated:
            if step.template and step.template_vals and step.template.id not in seen:
                seen.add(step.template.id)
                step.template.write(step.template_vals)

    def _make_templates(self, plan, found):
        groups = defaultdict(list)
        for step in plan.created:
            if not step.template:
                groups[step.row.record.code].append(step)
        values = self._attribute_values(plan.created)
        steps = list(groups.values())
        extra = {"is_storable": True} if "is_storable" in self.env["product.template"]._fields else {}
        templates = self.env["product.template"].with_context(tracking_disable=True)
        for start in range(0, len(steps), BATCH):
            part = steps[start:start + BATCH]
            made = templates.create([
                {
                    **group[0].template_vals, "type": "consu", **extra,
                    "attribute_line_ids": [
                        fields.Command.create({"attribute_id": attribute.id, "value_ids": [fields.Command.set(sorted(ids))]})
                        for attribute, ids in self._lines_of(group, values)
                    ],
                }
                for group in part
            ])
            for group, template in zip(part, made, strict=True):
                for step in group:
                    step.template = template
        self._extend_lines(plan, values)

    def _lines_of(self, steps, values):
        """Attributes and value ids that the rows of one goods use."""
        for position, attribute in enumerate(self._attributes(), 1):
            names = {step.row.record.variant[position] for step in steps} - {""}
            if names:
                yield attribute, {values[attribute.id, name] for name in names}

    def _attribute_values(self, steps):
        """Ids of the colours and sizes by (attribute id, name); missing ones are made."""
        values = {}
        for position, attribute in enumerate(self._attributes(), 1):
            names = {step.row.record.variant[position] for step in steps} - {""}
            model = self.env["product.attribute.value"]
            known = model.search([("attribute_id", "=", attribute.id), ("name", "in", list(names))])
            values |= {(attribute.id, value.name): value.id for value in known}
            missing = sorted(name for name in names if (attribute.id, name) not in values)
            made = model.create([{"name": name, "attribute_id": attribute.id} for name in missing])
            values |= {(attribute.id, value.name): value.id for value in made}
        return values

    def _extend_lines(self, plan, values):
        """Give existing goods the new colours and sizes of their new variants."""
        groups = defaultdict(list)
        for step in plan.created:
            groups[step.template].append(step)
        for template, steps in groups.items():
            for attribute, ids in self._lines_of(steps, values):
                line = template.attribute_line_ids.filtered(lambda line, attribute=attribute: line.attribute_id == attribute)
                missing = ids - set(line.value_ids.ids)
                if missing:
                    line.write({"value_ids": [fields.Command.link(value) for value in sorted(missing)]})

    def _make_variants(self, plan):
        todo, vals_list = [], []
        for step in plan.created:
            names = set(step.row.record.variant[1:]) - {""}
            if not names:
                step.product = step.template.product_variant_id
                step.product.write(step.product_vals)
                continue
            chosen = [
                value.id for line in step.template.attribute_line_ids for value in line.product_template_value_ids
                if value.name == step.row.record.variant[1 if line.attribute_id == self._attributes()[0] else 2]
            ]
            todo.append(step)
            vals_list.append({
                **step.product_vals,
                "product_tmpl_id": step.template.id,
                "product_template_attribute_value_ids": [fields.Command.set(chosen)],
            })
        products = self.env["product.product"].with_context(tracking_disable=True).create(vals_list)
        for step, product in zip(todo, products, strict=True):
            step.product = product

    def _write_prices(self, job, plan):
        steps = [step for step in plan.created + plan.updated if step.price_fen is not None]
        if not steps:
            return
        version = self._draft_version(job) or self.env["dealer.price.version"].create(
            {"company_id": job.company_id.id, "date_from": self._day(job)})
        lines = {line.product_id.id: line for line in version.line_ids}
        for step in steps:
            line = lines.get(step.product.id)
            if line:
                line.ex_factory_price = from_fen(step.price_fen)
        self.env["dealer.price.line"].create([
            {"version_id": version.id, "product_id": step.product.id, "ex_factory_price": from_fen(step.price_fen)}
            for step in steps if step.product.id not in lines
        ])

    def _draft_costs(self, job):
        """Give the cost change that the user is writing."""
        return self.env["dealer.cost.change"].search(
            [("company_id", "=", job.company_id.id), ("state", "=", "draft"), ("create_uid", "=", self.env.uid)], limit=1)

    def _write_costs(self, job, plan):
        steps = [step for step in plan.updated if step.cost is not None]
        if not steps:
            return
        change = self._draft_costs(job) or self.env["dealer.cost.change"].create(
            {"company_id": job.company_id.id, "reason": self.env._("Goods sheet %s", job.filename or "")})
        lines = {line.product_id.id: line for line in change.line_ids}
        for step in steps:
            if line := lines.get(step.product.id):
                line.new_cost = step.cost
        change.line_ids = [fields.Command.create({"product_id": step.product.id, "new_cost": step.cost}) for step in steps if step.product.id not in lines]
