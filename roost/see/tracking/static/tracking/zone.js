// Suggests the zone of the browser to somebody of whom Roost knows none.
const field = document.getElementById("id_time_zone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if ([...field.list.options].some((zone) => zone.value === here)) field.value = here;
