from odoo import api, models
from odoo.exceptions import ValidationError


class PrepaidJournalMixin(models.AbstractModel):
    """Records whose money moves on a journal: what kind of journal a field takes holds for programs as it does on the screen."""

    _name = "prepaid.journal.mixin"
    _description = "Record with journals"

    @api.model
    def _journal_fields(self):
        """Give the names of the stored fields that take journals of some kind only."""
        return [
            name for name, field in self._fields.items()
            if field.type == "many2one" and field.comodel_name == "account.journal" and field.store and isinstance(field.domain, list)]

    @api.constrains(lambda self: self._journal_fields())
    def _check_journals(self):
        for record in self.sudo():  # sudo: who enters a document need not read journals
            for name in record._journal_fields():
                field = record._fields[name]
                if record[name] != record[name].filtered_domain(field.domain or []):
                    raise ValidationError(self.env._(
                        "%(field)s: %(journal)s is an account of another kind; choose one that the list of the field offers.",
                        field=field._description_string(self.env), journal=record[name].display_name))
