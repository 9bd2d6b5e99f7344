// The end of J20: from the reason to the coupon. All selectors are ids and field names, so the language does not matter.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("activation_offer_coupon", {
    steps: () => [
        { content: "one click", trigger: ".o_form_view button[name=action_offer_coupon]:enabled", run: "click" },
        { content: "its four customers", trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(4)", timeout: 30000 },
        { content: "the voucher of the reason", trigger: ".o_field_widget[name=worth]:contains(首单)" },
        { trigger: ".o_form_view button[name=action_give]:enabled", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=given]", timeout: 30000 },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(4) td[name=voucher_id]:not(:empty)" },
    ],
});
