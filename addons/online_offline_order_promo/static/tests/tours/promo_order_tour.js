// Journey J19 on the order: what comes off, which gift is taken, what is held. All selectors are field names, so the language does not matter.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dealer_order_promotions", {
    url: "/odoo/dealer-orders-draft",
    steps: () => [
        { trigger: ".o_data_row:contains(Test Store 1A) td[name=name]", run: "click" },
        { trigger: ".o_field_widget[name=discount_total]:contains(50.00)" },
        { trigger: ".o_field_widget[name=money_text]:contains(550.00 + 44.00 + 32.00 = 626.00)" },
        { trigger: ".nav-link[name=promotions]", run: "click" },
        { trigger: ".o_field_widget[name=promo_html]:contains(首单红包):contains(满赠):contains(Test cup)" },
        { trigger: "button[name=action_promo_what_if]", run: "click" },
        { trigger: ".modal .o_field_widget[name=result_html]:contains(50.00):contains(Test cup)" },
        { trigger: ".modal .o_field_widget[name=pick_ids] .o_data_row td[name=product_id]", run: "click" },
        { trigger: ".modal .o_selected_row .o_field_widget[name=product_id] input", run: "edit Test bowl" },
        { trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(Test bowl)", run: "click" },
        { trigger: ".modal .o_field_widget[name=result_html]:contains(Test bowl)" },
        { trigger: ".modal button[name=action_take_over]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=promo_html]:contains(Test bowl)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=submitted]" },
        { trigger: ".nav-link[name=goods]", run: "click" },
        { trigger: ".o_field_widget[name=order_line] .o_data_row:contains(Test bowl)" },
        { trigger: ".o_field_widget[name=available_amount]:contains(4,374.00)" },
    ],
});
