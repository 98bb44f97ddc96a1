# reports.sh: sourced by store.sh and kill.sh: invented reports.
# make_reports N prints N lines of JSON Lines, all different, some without conflict.
make_reports() {
    awk -v n="$1" 'BEGIN {
        split("Mosul Kobani Avdiivka Sirte Aden Kandahar Baga Mogadishu Aleppo Bentiu", place, " ")
        split("Sunday Monday Tuesday Wednesday Thursday Friday Saturday", day, " ")
        split("Shelling killed %d civilians in %s on %s, medics said.|" \
              "Gunmen shot dead %d soldiers near %s on %s.|" \
              "An air strike on a market in %s wounded %d people on %s, a witness said.|" \
              "Rebels took control of %s on %s after killing %d policemen.|" \
              "The museum of %s opens again on %s with %d pictures.", form, "|")
        for (i = 1; i <= n; i++) {
            f = i % 5 + 1; p = place[i % 10 + 1]; d = day[i % 7 + 1]; k = i % 23 + 2
            text = sprintf(form[f], p, d, k)
            if (f < 3) text = sprintf(form[f], k, p, d)
            if (f == 3) text = sprintf(form[f], p, k, d)
            printf "{\"id\":\"g%d\",\"publisher\":\"Post %d\",\"published\":\"2016-%02d-%02d\"," \
                   "\"text\":\"%s Report %d.\"}\n", i, i % 9, i % 12 + 1, i % 28 + 1, text, i
        }
    }'
}
