from odoo import api, models


class LogisticsDraftPart(models.AbstractModel):
    """Shared by zones, regions and bands: they change only while their version is a draft, and whoever changes them is
    noted as an author of the version, so that somebody else has to activate it."""

    _name = "logistics.draft.part"
    _description = "Part of a tariff version"
    _owner_field = ""

    def _versions(self):
        """:return: the versions these records belong to."""
        owner = self[self._owner_field]
        return owner._versions() if self._owner_field != "version_id" else owner

    @api.model
    def _versions_of_owners(self, owner_ids):
        owners = self.env[self._fields[self._owner_field].comodel_name].browse(owner_ids)
        return owners if self._owner_field == "version_id" else owners._versions()

    def _before_change(self, versions):
        versions._check_draft()
        versions._note_author()

    @api.model_create_multi
    def create(self, vals_list):
        owner_ids = {vals[self._owner_field] for vals in vals_list if vals.get(self._owner_field)}
        self._before_change(self._versions_of_owners(owner_ids))
        return super().create(vals_list)

    def write(self, vals):
        versions = self._versions()
        if vals.get(self._owner_field):
            versions |= self._versions_of_owners([vals[self._owner_field]])
        self._before_change(versions)
        return super().write(vals)

    def unlink(self):
        self._before_change(self._versions())
        return super().unlink()
