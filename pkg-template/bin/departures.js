// The departures from the vendor's codec that a payload can show, by model: docs/departures.md.

export const departures = $departures$;
