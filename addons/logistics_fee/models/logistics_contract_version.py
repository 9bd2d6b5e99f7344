import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..adapters.messages import finding_sentence
from ..adapters.snapshot import tariff_source
from ..tariff import Version, checksum, dumps, pick, validate

# Written by the buttons only; a plain write or create of these is refused for everybody.
LIFE_FIELDS = frozenset((
    "state", "activated_by_id", "activated_at", "checksum", "source", "closed_on", "closed_by_id", "author_ids", "number"))


class LogisticsContractVersion(models.Model):
    """A dated price table of a contract: draft, then active for good, at last closed.

    Who enters prices (settlement accountant) is not who activates them (finance manager). On activation the whole table is
    written into ``source`` and hashed; quotes read that text only, so a settled order can be quoted again years later. A
    later start replaces an earlier one; nothing is edited after activation, a correction is a new version.
    """

    _name = "logistics.contract.version"
    _description = "Tariff version"
    _inherit = ["mail.thread", "dealer.flow.mixin", "logistics.tariff.terms"]
    _order = "contract_id, valid_from desc, priority desc, number desc"

    contract_id = fields.Many2one("logistics.contract", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    carrier_id = fields.Many2one(related="contract_id.carrier_id", store=True, index=True)
    side = fields.Selection(related="contract_id.side", store=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    number = fields.Integer(readonly=True, copy=False)
    valid_from = fields.Date(required=True, tracking=True)
    valid_to = fields.Date(tracking=True, help="Last day, included; empty = open.")
    priority = fields.Integer(help="Of two versions that start on the same day the higher one wins.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")], default="draft", required=True, readonly=True,
        copy=False, tracking=True, index=True)
    author_ids = fields.Many2many(
        "res.users", string="Entered by", readonly=True, copy=False,
        help="Everybody who entered or changed this draft; none of them can activate it.")
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activated_at = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False, tracking=True, help="Last day in force, set when the version was closed.")
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checksum = fields.Char(readonly=True, copy=False, help="SHA-256 of the prices and dates at activation.")
    source = fields.Text(readonly=True, copy=False)
    source_file = fields.Char(string="Imported from", readonly=True, copy=False)
    weight_step_ids = fields.One2many(
        "logistics.weight.step", "version_id", string="Weight steps", copy=True, help="Without any, weights count to the gram.")
    zone_ids = fields.One2many("logistics.zone", "version_id", string="Zones", copy=True)
    surcharge_ids = fields.One2many("logistics.surcharge", "version_id", string="Surcharges", copy=True)
    not_served_ids = fields.Many2many(
        "dealer.division", "logistics_version_not_served", "version_id", "division_id", string="Not delivered", copy=True,
        help="Provinces, cities or districts to which the carrier does not deliver under this tariff.")
    findings = fields.Text(compute="_compute_findings", string="Checks")

    _number_uniq = models.UniqueIndex("(contract_id, number)", "A version with this number exists already.")
    # Temporary prices may overlap by design (the later start wins); only a tie has no answer.
    _start_uniq = models.UniqueIndex(
        "(contract_id, valid_from, priority) WHERE state = 'active'",
        "An active version of this contract starts on the same day with the same priority: close it or change the priority.")
    _dates = models.Constraint("CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A version must not end before it starts.")
    @api.depends("contract_id.name", "number", "valid_from")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.contract_id.name} v{version.number} ({version.valid_from or ''})"

    @api.depends(
        "zone_ids.band_ids", "zone_ids.line_ids", "zone_ids.is_default", "surcharge_ids", "not_served_ids", "state", "valid_to", "tax_included", "side")
    def _compute_findings(self):
        for version in self:
            texts = [version._sentences(version._findings()), version._net_charge()] if version.state == "draft" else []
            version.findings = "\n".join(filter(None, texts)) or False

    @api.constrains("contract_id")
    def _check_contract(self):
        for version in self:
            if version.contract_id.currency_id != version.company_id.currency_id:
                raise ValidationError(self.env._(
                    "%(contract)s is in %(currency)s; tariffs are kept in the company's currency.",
                    contract=version.contract_id.name, currency=version.contract_id.currency_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_life_fields(vals)
        numbers = dict(self.sudo()._read_group(  # sudo: numbers count the versions of all users
            [("contract_id", "in", [vals.get("contract_id") for vals in vals_list])], ["contract_id"], ["number:max"]))
        last = {contract.id: number for contract, number in numbers.items()}
        prepared = []
        for vals in vals_list:
            contract = vals.get("contract_id")
            last[contract] = (last.get(contract) or 0) + 1
            prepared.append({**vals, "number": last[contract], "author_ids": [Command.set([self.env.uid])]})
        return super().create(prepared)

    def write(self, vals):
        self._refuse_life_fields(vals)
        if any(not name.startswith("message_") for name in vals):
            self._check_draft()
            self._note_author()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._(
                    "%(version)s is not a draft: prices that were in force are kept. Close it instead.",
                    version=version.display_name))

    def action_activate(self):
        """Put drafts in force; from then on they cannot change.

        Only the finance manager, and never somebody who entered or changed the draft. Refused while a check finds an error.

        :return: True.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager activates a tariff version."))
        self.check_access("write")
        for version in self:
            version._lock_contract()
            version._check_activation()
            version._check_report()
            text = version._canonical_text()
            version._write_life({
                "state": "active",
                "source": text,
                "checksum": checksum(text),
                "activated_by_id": self.env.uid,
                "activated_at": fields.Datetime.now(),
            })
        self.env.flush_all()
        return True

    def action_close(self, on_date=None):
        """End active versions.

        :param on_date: last day in force (date or ISO text); yesterday by default, so today's quotes use another version.
        :return: True.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager closes a tariff version."))
        self.check_access("write")
        for version in self:
            if version.state != "active":
                raise UserError(self.env._("%(version)s is not active.", version=version.display_name))
            yesterday = fields.Date.subtract(version.company_id._dealer_today(), days=1)
            last = fields.Date.to_date(on_date) or yesterday
            if last < yesterday:
                raise UserError(self.env._(
                    "%(version)s was used until %(date)s at least: it can be closed from then on.",
                    version=version.display_name, date=yesterday))
            version._write_life({"state": "closed", "closed_on": last, "closed_by_id": self.env.uid})
        return True

    def action_new_version(self):
        """Copy a version into a new draft, to change prices from a later day on.

        :return: action that opens the draft.
        """
        self.ensure_one()
        start = max(self.valid_from, self.company_id._dealer_today())
        draft = self.copy({"valid_from": fields.Date.add(start, days=1), "valid_to": False})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": draft.id, "view_mode": "form", "target": "current"}

    def _refuse_life_fields(self, vals):
        names = LIFE_FIELDS.intersection(vals)
        if names:
            raise AccessError(self.env._(
                "%(fields)s of a tariff version change through its buttons only.", fields=", ".join(sorted(names))))

    def _write_life(self, vals):
        """Write fields of the life cycle after the method above checked group, state and persons."""
        super(LogisticsContractVersion, self.sudo()).write(vals)  # sudo: guarded fields, the caller has checked the right

    def _check_draft(self):
        """:raises UserError: if a version is no draft; zones and bands call this before they change."""
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._(
                    "%(version)s is %(state)s and cannot be changed: make a new version from it.",
                    version=version.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[version.state]))

    def _note_author(self):
        """Remember who changes a draft; the activator must be somebody else."""
        for version in self:
            if self.env.user not in version.author_ids:
                version._write_life({"author_ids": [Command.link(self.env.uid)]})

    def _lock_contract(self):
        """Let one activation of a contract go at a time; a later one of the same moment starts again and sees the first."""
        self.ensure_one()
        contract = self.contract_id.sudo()  # sudo: the finance manager activates, contracts are written by the accountant
        if not contract.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._(
                "Somebody else is putting a version of %(contract)s in force at this moment: try again.", contract=contract.name))
        contract.last_activation = fields.Datetime.now()

    def _check_activation(self):
        self.ensure_one()
        self._check_draft()
        if self.env.user in self.author_ids:
            raise UserError(self.env._(
                "%(user)s entered or changed %(version)s: a second person has to activate it.",
                user=self.env.user.name, version=self.display_name))
        today = self.company_id._dealer_today()
        if self.valid_to and self.valid_to < today:
            raise UserError(self.env._(
                "%(version)s ended on %(date)s: correct its dates before activating it.",
                version=self.display_name, date=self.valid_to))
        errors = self._sentences([finding for finding in self._findings() if finding.level == "error"])
        errors = "\n".join(filter(None, [errors, self._net_charge()]))
        if errors:
            raise UserError(self.env._("%(version)s cannot be activated:\n%(errors)s", version=self.display_name, errors=errors))
        for twin in self.sudo().search([  # sudo: a tie counts whoever may read it
                ("contract_id", "=", self.contract_id.id), ("valid_from", "=", self.valid_from), ("priority", "=", self.priority),
                ("state", "!=", "draft")]):
            last = twin._entry().valid_to
            if last is None or last >= twin.valid_from:
                raise UserError(self.env._(
                    "%(twin)s starts on the same day with the same priority: change the first day or the priority of %(version)s.",
                    twin=twin.display_name, version=self.display_name))

    def _findings(self):
        """:return: findings of the core about the records of this version."""
        self.ensure_one()
        return validate(tariff_source(self))

    def _net_charge(self):
        """:return: the sentence against charge prices without tax, which a dealer would pay as if they were the whole price; else ""."""
        self.ensure_one()
        if self.side != "charge" or self.tax_included:
            return ""
        return self.env._(
            "Prices charged to dealers include tax, because the dealer pays them as they stand: enter them with tax and tick “Prices include tax”.")

    def _sentences(self, findings):
        """:return: the findings as lines, with the names of divisions."""
        index = self.env["dealer.division"]._index()
        return "\n".join(finding_sentence(self.env, finding, index.name) for finding in findings)

    def _stored_text(self):
        """:return: the core's text of the tariff as it was activated."""
        self.ensure_one()
        return json.loads(self.source)["tariff"]

    def _canonical_text(self):
        """:return: JSON of the prices and the dates they were activated with; what the checksum covers."""
        self.ensure_one()
        return json.dumps({
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat() or None,
            "priority": self.priority,
            "tax_included": self.tax_included,
            "tax_rate_bp": self.tax_rate_bp,
            "tariff": dumps(tariff_source(self)),
        }, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def _entry(self):
        """:return: the core's Version of this record, without its prices."""
        self.ensure_one()
        ends = [day for day in (self.valid_to, self.closed_on) if day]
        return Version(self.number, self.valid_from, min(ends) if ends else None, self.priority, key=self.id)

    def _in_force(self, on_date):
        """:param on_date: a date. :return: the version of this set that is in force, or an empty recordset."""
        entries = [version._entry() for version in self if version.state != "draft" and version.valid_from]
        found = pick(entries, on_date)
        return self.browse(found.key) if found else self.browse()

    @api.model
    def _quote_many(self, company, requests):
        """Quote many shipments with the charge contracts of a company, with a constant number of queries.

        :param company: res.company.
        :param requests: dicts with ``carrier_id``, ``division_id``, ``parcels`` (grams, or dicts with ``weight_g``,
            ``dims_mm``, ``pieces``), ``on_date``; optionally ``options`` (fen and counts), ``purpose``.
        :return: list in the same order, see ``logistics.quoting._quote_many``.
        """
        return self.env["logistics.quoting"]._quote_many(company, requests)
