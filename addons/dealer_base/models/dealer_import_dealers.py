from collections import defaultdict
from dataclasses import replace

from odoo import models
from odoo.tools import html2plaintext

from ..layouts.dealers import PARENT_LEVEL, level_word
from .dealer_import_base import ImportPlan

ORDER = ("sales_company", "dealer", "store")
BATCH = 500


class DealerImportDealers(models.AbstractModel):
    """Sales companies, dealers and stores from one sheet, in whatever order its rows stand.

    New partners wait for their review (state "review"). Existing ones are found by their code; what differs is
    changed, except level and parent, which an import never touches.
    """

    _name = "dealer.import.dealers"
    _inherit = "dealer.import.base"
    _description = "Sales companies, dealers and stores"

    _import_groups = ("dealer_base.group_cs_presale", "dealer_base.group_sales_rep")

    def _key(self, row):
        return row.record.code

    def _lookup(self, job, rows):
        codes = {row.record.code for row in rows} | {row.record.parent_code for row in rows if row.record.parent_code}
        known = self.env["res.partner"].sudo()  # sudo: a code is taken also by a partner the user can't see
        known = known.with_context(active_test=False).search_fetch(
            [("dealer_code", "in", list(codes))], ["dealer_code", "dealer_level", "parent_id", "name", "active"])
        partners = {partner.dealer_code: partner for partner in known}
        users = self._users({row.record.salesperson for row in rows if row.record.salesperson})
        own_only = not self.env.su and not any(
            self.env.user.has_group(f"dealer_base.{group}") for group in ("group_cs_presale", "group_sales_manager"))
        found = {"partners": partners, "users": {}, "divisions": {}}
        errors = []
        for row in rows:
            errors += self._check_division(row, found)
            errors += self._check_user(row, users, own_only, found)
            errors += self._check_existing(row, partners.get(row.record.code))
        errors += self._check_parents(rows, partners, {error.row for error in errors if not error.warning}, found)
        return found, errors

    def _refine(self, errors, parsed):
        """A parent that stands in the file, but in a bad row, isn't unknown."""
        bad = {values.get("code"): number for number, values in parsed.rejected.items() if values.get("code")}
        return [
            replace(error, code="parent_row_bad", params={**error.params, "other": bad[error.params["code"]]})
            if error.code == "unknown_parent" and error.params["code"] in bad else error
            for error in errors
        ]

    def _users(self, names):
        users = self.env["res.users"].sudo().search_fetch(  # sudo: logins are looked up, nothing else is read
            ["|", ("login", "in", list(names)), ("name", "in", list(names)), ("share", "=", False)], ["login", "name"])
        by_name = defaultdict(set)
        for user in users:
            by_name[user.name].add(user.id)
        by_login = {user.login: {user.id} for user in users}
        return {name: by_login.get(name) or by_name.get(name, set()) for name in names}

    def _check_division(self, row, found):
        record = row.record
        division, match = self.env["dealer.division"]._match(record.province, record.city, record.district)
        if match.refusal:
            params = {"name": getattr(record, match.place), **match.params}
            return [row.source.error(match.place, match.refusal, **params)]
        found["divisions"][row.number] = division
        return [row.source.error(match.place, match.warning, warning=True, **match.params)] if match.warning else []

    def _check_user(self, row, users, own_only, found):
        name = row.record.salesperson
        ids = users.get(name, set())
        if name and not ids:
            return [row.source.error("salesperson", "unknown_user")]
        if len(ids) > 1:
            return [row.source.error("salesperson", "ambiguous_user")]
        if own_only and ids != {self.env.uid}:
            return [row.source.error("salesperson", "not_your_customer")]
        found["users"][row.number] = next(iter(ids), False)
        return []

    def _check_existing(self, row, partner):
        if not partner:
            return []
        record = row.record
        if not partner.active:
            return [row.source.error("code", "archived_partner", code=record.code)]
        if partner.dealer_level != record.level:
            level = level_word(partner.dealer_level) if partner.dealer_level else "-"
            return [row.source.error("level", "level_changed", code=record.code, level=level)]
        if (partner.parent_id.dealer_code or "") != record.parent_code:
            parent = partner.parent_id.display_name or "-"
            return [row.source.error("parent_code", "parent_changed", code=record.code, parent=parent)]
        return []

    def _check_parents(self, rows, partners, bad, found):
        """Parents must exist, here or in the file, at the right level, and without an error of their own."""
        by_code = {row.record.code: row for row in rows}
        errors = []
        for level in ORDER:
            for row in rows:
                record = row.record
                if record.level != level or not record.parent_code or row.number in bad:
                    continue
                error = self._parent_error(row, partners.get(record.parent_code), by_code.get(record.parent_code), bad)
                if error:
                    errors.append(error)
                    bad.add(row.number)
        return errors

    def _parent_error(self, row, partner, parent_row, bad):
        code, wanted = row.record.parent_code, PARENT_LEVEL[row.record.level]
        level = partner.dealer_level if partner else parent_row and parent_row.record.level
        if not level:
            return row.source.error("parent_code", "unknown_parent", code=code)
        if level != wanted:
            return row.source.error("parent_code", "wrong_parent_level", code=code, level=level_word(level), wanted=level_word(wanted))
        if not partner and parent_row.number in bad:
            return row.source.error("parent_code", "parent_row_bad", code=code, other=parent_row.number)
        return None

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        existing = self._readable(found["partners"])
        contacts = self._contacts(existing.values())
        for row in rows:
            partner = existing.get(row.record.code)
            vals = self._vals(row, found)
            if not partner:
                plan.created.append((row, vals))
                continue
            changed = {name: value for name, value in vals.items() if self._differs(partner, name, value)}
            contact = row.record.contact and (partner.id, row.record.contact) not in contacts
            (plan.updated if changed or contact else plan.unchanged).append((row, partner, changed, contact))
        return plan

    def _readable(self, partners):
        """The same partners with the rights of the user; those he must not see raise when they are touched."""
        records = self.env["res.partner"].browse([partner.id for partner in partners.values()])
        by_id = {record.id: record for record in records}
        return {code: by_id[partner.id] for code, partner in partners.items()}

    def _contacts(self, partners):
        ids = [partner.id for partner in partners]
        children = self.env["res.partner"].search_fetch(
            [("parent_id", "in", ids), ("is_company", "=", False), ("type", "=", "contact")], ["parent_id", "name"])
        return {(child.parent_id.id, child.name) for child in children}

    def _vals(self, row, found):
        """Values of one row; empty cells change nothing, so they are left out."""
        record, division = row.record, found["divisions"][row.number]
        vals = {
            "name": record.name,
            "phone": record.phone,
            "street": record.street,
            "user_id": found["users"].get(row.number),
            "dealer_since": record.since,
            "comment": record.note,
            "division_id": division.id,
            **self.env["res.partner"]._division_address(division),
        }
        return {name: value for name, value in vals.items() if value}

    def _differs(self, partner, name, value):
        field, current = partner._fields[name], partner[name]
        if field.type == "many2one":
            return current.id != value
        if field.type == "html":
            return html2plaintext(current or "").strip() != value
        return (current or False) != value

    def _commit(self, job, rows, found, plan):
        partners = self.env["res.partner"].with_context(tracking_disable=True)
        by_code = {code: partner.id for code, partner in found["partners"].items()}
        done, total = 0, len(plan.created) + len(plan.updated)
        made = []
        for level in ORDER:
            batch = [(row, vals) for row, vals in plan.created if row.record.level == level]
            for start in range(0, len(batch), BATCH):
                part = batch[start:start + BATCH]
                records = partners.create([self._create_vals(job, row, vals, by_code) for row, vals in part])
                by_code.update((row.record.code, record.id) for (row, _vals), record in zip(part, records, strict=True))
                made += records.ids
                done += len(part)
                job._progress(done, total)
        contacts = [(by_code[row.record.code], row) for row, _vals in plan.created if row.record.contact]
        for row, partner, changed, contact in plan.updated:
            if changed:
                partner.write(changed)
            if contact:
                contacts.append((partner.id, row))
            made.append(partner.id)
        partners.create([
            {"parent_id": parent, "name": row.record.contact, "phone": row.record.phone, "type": "contact"} for parent, row in contacts
        ])
        return self.env["res.partner"].browse(made)

    def _create_vals(self, job, row, vals, by_code):
        record = row.record
        return {
            **vals,
            "is_company": True,
            "dealer_level": record.level,
            "dealer_code": record.code,
            "dealer_state": "review",
            "parent_id": by_code[record.parent_code] if record.parent_code else False,
        }
