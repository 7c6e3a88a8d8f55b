# Monthly transitions from person-months: counts and Beta intervals. Rules as in estimate.py, without groups:
# cells with fewer than 10 transitions or persons are left out and their number is told.
# In: records.csv with columns person, month, state. Out: counts.csv.
least <- 10
records <- read.csv("records.csv", stringsAsFactors = FALSE)
records <- records[order(records$person, records$month), ]
n <- nrow(records)
follows <- records$person[-1] == records$person[-n] & records$month[-1] == records$month[-n] + 1
moves <- data.frame(person = records$person[-n], from = records$state[-n], to = records$state[-1])[follows, ]
moves$transitions <- 1
cells <- aggregate(transitions ~ from + to, moves, sum)
cells$persons <- aggregate(person ~ from + to, moves, function(x) length(unique(x)))$person
cells$person_months <- ave(cells$transitions, cells$from, FUN = sum)
small <- cells$transitions < least | cells$persons < least
message(sum(small), " cells left out")
cells <- within(cells[!small, ], {
  alpha <- transitions + 0.5
  beta <- person_months - transitions + 0.5
  value <- alpha / (alpha + beta)
  low <- qbeta(0.025, alpha, beta)
  high <- qbeta(0.975, alpha, beta)
})
write.csv(cells, "counts.csv", row.names = FALSE)
