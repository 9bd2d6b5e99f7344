import base64
import binascii
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..adapters.messages import sentence
from ..adapters.workbook import error_workbook
from ..sheet import DEFAULT_LIMITS, get_layout, layout_codes, load

_logger = logging.getLogger(__name__)
# More findings than these are in the workbook that is handed back, not on the screen.
SHOWN_FINDINGS = 500
SHOWN_NOTES = 500
PROGRESS_FROM = 2_000
# The workbook with the error column of a larger sheet is written when somebody asks for it.
AT_ONCE_ROWS = 5_000
# What the outcome of a check holds for.
CHECKED_FIELDS = frozenset(("file", "layout", "company_id", "date_from", "from_above"))


class DealerImportJob(models.Model):
    """One uploaded sheet on its way in.

    The user uploads a file (draft) and checks it: all rows are read, all findings listed and the workbook handed back
    with an error column; nothing is saved (checked). Then he imports the good rows, or all or nothing (done). The
    import checks once more and runs with his own rights in one transaction: whatever stops it, nothing is
    half-saved, and a second click finds the job done. The corrected file goes into a new job, where rows that are in
    the system already count as unchanged.
    """

    _name = "dealer.import.job"
    _inherit = ["dealer.flow.mixin"]
    _description = "Import job"
    _flow_strict = True  # outcome, findings and fingerprint are the job's own words
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "filename"

    layout = fields.Selection("_selection_layout", string="Kind of sheet", required=True)
    filename = fields.Char()
    file = fields.Binary(attachment=True, help="An .xlsx, .xls or .csv file; the template shows its columns.")
    sha256 = fields.Char(string="Fingerprint", readonly=True, copy=False, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    mode = fields.Selection(
        [("good_rows", "Import good rows"), ("all_or_nothing", "All or nothing")],
        required=True, default="good_rows", help="What happens when some rows have errors.",
    )
    date_from = fields.Date(
        string="Valid from", default=lambda self: self.env.company._dealer_today(), help="From this day on prices and tariffs of the sheet are valid.",
    )
    from_above = fields.Boolean(
        string="Take empty cells from the row above",
        help="For sheets with merged cells: an empty region or zone is that of the row above, a city only together with its province. Amounts and "
        "weights are never taken.")
    has_from_above = fields.Boolean(compute="_compute_has_from_above")
    is_whole = fields.Boolean(compute="_compute_has_from_above", help="This kind of sheet is imported as a whole or not at all.")
    state = fields.Selection(
        [("draft", "Draft"), ("checked", "Checked"), ("done", "Done")],
        default="draft", required=True, readonly=True, copy=False, index=True,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    created_count = fields.Integer(string="New", readonly=True, copy=False)
    updated_count = fields.Integer(string="Changed", readonly=True, copy=False)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True, copy=False)
    error_count = fields.Integer(string="Rows with errors", readonly=True, copy=False)
    warning_count = fields.Integer(string="Warnings", readonly=True, copy=False)
    summary = fields.Char(compute="_compute_summary")
    notes = fields.Text(string="What changes", readonly=True, copy=False)
    error_ids = fields.One2many("dealer.import.error", "job_id", string="Findings", readonly=True)
    result_file = fields.Binary(string="File with error column", attachment=True, readonly=True, copy=False)
    has_findings = fields.Boolean(compute="_compute_has_findings")
    result_name = fields.Char(compute="_compute_result_name")
    previous_id = fields.Many2one(
        "dealer.import.job", string="Imported before", readonly=True, copy=False, help="A finished job with exactly this file.",
    )
    done_at = fields.Datetime(string="Imported at", readonly=True, copy=False)
    result_ids = fields.Json(readonly=True, copy=False, help="Ids of the records made or changed.")
    result_model = fields.Char(readonly=True, copy=False)

    @api.model
    def _selection_layout(self):
        models_by_code = {code: f"dealer.import.{code}" for code in layout_codes()}
        names = {
            record.model: record.name
            for record in self.env["ir.model"].sudo().search([("model", "in", list(models_by_code.values()))])  # sudo: names only
        }
        return [(code, names[model]) for code, model in models_by_code.items() if model in names]

    @api.depends("layout")
    def _compute_has_from_above(self):
        for job in self:
            job.has_from_above = job.layout in layout_codes() and any(column.from_above is not None for column in get_layout(job.layout).columns)
            importer = self.env.get(f"dealer.import.{job.layout}")  # None: its addon is gone, its jobs stay for the record
            job.is_whole = importer is not None and importer._whole_sheet

    @api.depends("state", "is_whole", "mode", "row_count", "created_count", "updated_count", "unchanged_count", "error_count", "previous_id")
    def _compute_summary(self):
        for job in self:
            values = {
                "created": job.created_count, "updated": job.updated_count,
                "unchanged": job.unchanged_count, "errors": job.error_count,
            }
            if job.state == "draft":
                job.summary = False
            elif not (job.created_count or job.updated_count or job.error_count):
                job.summary = self.env._("Nothing to do: all %s rows are in the system already.", job.unchanged_count)
            elif job.state == "checked":
                job.summary = job._stopped(job.error_count, job.row_count) or self.env._(
                    "%(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(errors)s rows with errors. Nothing is saved yet.",
                    **values)
            else:
                job.summary = self.env._(
                    "Imported: %(created)s new, %(updated)s changed, %(unchanged)s unchanged; %(errors)s rows with errors left out.",
                    **values)

    @api.depends("error_count", "warning_count")
    def _compute_has_findings(self):
        for job in self:
            job.has_findings = bool(job.error_count or job.warning_count)

    @api.depends("filename")
    def _compute_result_name(self):
        for job in self:
            stem = (job.filename or "import").rpartition(".")[0] or job.filename or "import"
            job.result_name = f"{stem}-错误.xlsx"

    def write(self, vals):
        if {*CHECKED_FIELDS, "mode"} & vals.keys():
            for job in self.filtered(lambda job: job.state == "done"):
                raise UserError(self.env._(
                    "Import %s is done and stays for the record: make a new one for another file.", job.display_name))
        result = super().write(vals)
        if CHECKED_FIELDS & vals.keys():
            self._forget_check()
        return result

    def _set(self, vals):
        self.sudo().write(vals)  # sudo: outcome of the job, written by its methods alone

    def _forget_check(self):
        """What was checked was another sheet, or for something else: begin anew."""
        self._set({**self._blank_outcome(), "state": "draft", "result_file": False})
        self.error_ids.sudo().unlink()  # sudo: findings are the job's own output, users only read them

    def action_check(self):
        """Read the file and report every finding; saves nothing but the report.

        :raises UserError: when the file can't be read at all; the sentence says why.
        """
        for job in self:
            if job.state == "done":
                raise UserError(self.env._("Import %s is done already.", job.display_name))
            content, parsed, _found, plan = job._examine()
            job._report(content, parsed, plan, "checked")
        return True

    def action_import(self):
        """Import the sheet with the rights of the user, in one transaction. A second call changes nothing.

        :raises UserError: when another click is at work, nothing was checked, nothing is importable, or rows have
            errors in the mode "all or nothing".
        """
        for job in self:
            job._check_may_run()
            if job.state == "done":
                continue
            if job.state != "checked":
                raise UserError(self.env._("Check %s first: it shows what the import would do.", job.display_name))
            if not job.try_lock_for_update():
                raise UserError(self.env._("Import %s is running already: wait until it ends.", job.display_name))
            job._import_now()
        return True

    def action_download_result(self):
        """Download the uploaded workbook with its error column."""
        self.ensure_one()
        if not self.result_file and self.has_findings:
            content, parsed, _found, _plan = self._examine()
            if parsed.errors:
                self._set({"result_file": self._result_workbook(content, parsed)})
        if not self.result_file:
            raise UserError(self.env._("Import %s has no findings.", self.display_name))
        return self._download("result_file", self.result_name)

    def action_open_result(self):
        """Show what the import made or changed."""
        self.ensure_one()
        if not self.result_ids or self.result_model not in self.env:
            raise UserError(self.env._("Import %s changed nothing.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self.result_model,
            "view_mode": "list,form",
            "domain": [("id", "in", self.result_ids)],
        }

    def _importer(self):
        self.ensure_one()
        return self.env[f"dealer.import.{self.layout}"].with_company(self.company_id)

    def _check_may_run(self):
        self.check_access("write")
        groups = self._importer()._import_groups
        if groups and not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            names = [self.env.ref(group).sudo().full_name for group in groups]  # sudo: names of groups for the sentence
            raise AccessError(self.env._("This kind of sheet is imported by: %s.", ", ".join(names)))

    def _examine(self):
        """Read and look up everything; write nothing.

        :return: (content, Parsed, found, ImportPlan)
        """
        self._check_may_run()
        content = self._content()
        layout = get_layout(self.layout)
        parsed = load(content, layout, from_above=self.from_above)
        if parsed.refusal:
            raise UserError(self.env._(
                "%(file)s was not read. %(reason)s",
                file=self.display_name, reason=sentence(self.env, parsed.refusal.code, parsed.refusal.params)))
        importer = self._importer()
        found, errors = importer._lookup(self, parsed.rows)
        parsed.add(importer._refine(errors, parsed))
        plan = importer._plan(self, parsed.rows, found)
        return content, parsed, found, plan

    def _content(self):
        data = self.with_context(bin_size=False).file
        if not data:
            raise UserError(self.env._("Choose a file first."))
        limits = get_layout(self.layout).limits or DEFAULT_LIMITS
        if len(data) * 3 // 4 > limits.file_bytes + 3:
            params = {"size": len(data) * 3 // 4, "limit": limits.file_bytes}
            raise UserError(sentence(self.env, "file_too_large", params))
        try:
            return base64.b64decode(data, validate=False)
        except (binascii.Error, ValueError) as error:
            raise UserError(sentence(self.env, "damaged_file")) from error

    def _import_now(self):
        content, parsed, found, plan = self._examine()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(self.env._("The file of %s is not the one that was checked: check it again.", self.display_name))
        stopped = self._stopped(len(parsed.bad_rows()), parsed.total)
        if stopped:
            raise UserError(stopped)
        if not parsed.rows:
            raise UserError(self.env._("%s has no row that can be imported: correct the findings and upload it again.", self.display_name))
        result = self._importer()._commit(self, parsed.rows, found, plan)
        self._report(content, parsed, plan, "done")
        self._set({
            "done_at": fields.Datetime.now(),
            "result_ids": result.ids if result else False,
            "result_model": result._name if result else False,
        })
        _logger.info("import job %s (%s): %s new, %s changed", self.id, self.layout, len(plan.created), len(plan.updated))

    def _stopped(self, bad, total):
        """:param bad, total: numbers of rows. :return: why rows with errors stop the import, or ``""``."""
        counts = {"bad": bad, "all": total, "file": self.display_name}
        if bad and total and self.is_whole:
            return self.env._("%(bad)s of %(all)s rows of %(file)s have errors: this kind of sheet is imported as a whole, so correct them first.", **counts)
        if bad and total and self.mode == "all_or_nothing":
            return self.env._(
                "%(bad)s of %(all)s rows of %(file)s have errors, so nothing was imported: correct them, or choose “Import good rows”.", **counts)
        return ""

    @api.model
    def _blank_outcome(self):
        return dict.fromkeys(("row_count", "created_count", "updated_count", "unchanged_count", "error_count", "warning_count"), 0) | {
            "sha256": False, "previous_id": False, "notes": False,
        }

    def _report(self, content, parsed, plan, state):
        """Store counts, findings and the workbook with the error column."""
        digest = hashlib.sha256(content).hexdigest()
        previous = self.search([
            ("id", "!=", self.id), ("sha256", "=", digest), ("layout", "=", self.layout),
            ("company_id", "=", self.company_id.id), ("state", "=", "done"),
        ], limit=1)
        result = self._result_workbook(content, parsed) if parsed.errors and parsed.total <= AT_ONCE_ROWS else False
        self._set({
            "state": state,
            "sha256": digest,
            "previous_id": previous.id,
            "row_count": parsed.total,
            "created_count": len(plan.created),
            "updated_count": len(plan.updated),
            "unchanged_count": len(plan.unchanged),
            "error_count": len(parsed.bad_rows()),
            "warning_count": sum(error.warning for error in parsed.errors),
            "result_file": result,
            "notes": self._notes(plan),
        })
        findings = self.env["dealer.import.error"].sudo()  # sudo: findings are the job's own output, users only read them
        self.error_ids.sudo().unlink()  # sudo: as above
        findings.create([
            {
                "job_id": self.id, "sheet": error.sheet, "row": error.row, "column": error.column, "header": error.header,
                "value": error.value, "code": error.code, "reason": self._reason(error), "is_warning": error.warning,
            }
            for error in self._shown_findings(parsed.errors)
        ])

    def _shown_findings(self, errors):
        """:return: what fits on the screen: errors before warnings, and of every kind some, in the order of the sheet."""
        seen, ranked = {}, []
        for error in errors:
            seen[error.code] = seen.get(error.code, 0) + 1
            ranked.append((error.warning, seen[error.code], len(ranked), error))
        shown = sorted(ranked, key=lambda item: item[:3])[:SHOWN_FINDINGS]
        return [error for *_rank, error in sorted(shown, key=lambda item: item[2])]

    def _result_workbook(self, content, parsed):
        limits = get_layout(self.layout).limits or DEFAULT_LIMITS
        return base64.b64encode(error_workbook(content, parsed, limits, self._reason))

    def _notes(self, plan):
        more = len(plan.notes) - SHOWN_NOTES
        rest = [self.env._("and %s more", more)] if more > 0 else []
        return "\n".join([*plan.notes[:SHOWN_NOTES], *rest]) or False

    def _reason(self, error):
        return sentence(self.env, error.code, error.params, value=error.value, header=error.header)

    def _progress(self, done, total):
        """Tell the user how far a large import is. Goes out at once on its own connection; the import stays one transaction.

        :param done: rows written.
        :param total: rows to write.
        """
        if total < PROGRESS_FROM or not self.env.user.partner_id:
            return
        with self.env.registry.cursor() as cursor:
            user = self.env.user.with_env(self.env(cr=cursor))
            user._bus_send("simple_notification", {
                "type": "info",
                "title": self.display_name,
                "message": self.env._("%(done)s of %(total)s rows written", done=done, total=total),
            })

    def _download(self, field, name):
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true",
        }
