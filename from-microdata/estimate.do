* Monthly transitions from person-months: counts and Beta intervals. Not tested. Rules as in estimate.py, without groups:
* cells with fewer than 10 transitions or persons are left out.
* In: records.csv with columns person, month, state (texts). Out: counts.csv.
import delimited "records.csv", clear varnames(1)
sort person month
by person: gen to = state[_n+1] if month[_n+1] == month + 1
drop if missing(to)
rename state from
egen one = tag(person from to)
collapse (count) transitions = month (sum) persons = one, by(from to)
bysort from: egen person_months = total(transitions)
drop if transitions < 10 | persons < 10
gen alpha = transitions + 0.5
gen beta = person_months - transitions + 0.5
gen value = alpha / (alpha + beta)
gen low = invibeta(alpha, beta, 0.025)
gen high = invibeta(alpha, beta, 0.975)
export delimited "counts.csv", replace
