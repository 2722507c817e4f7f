# Kano analysis in base R: counts by an evaluation table, strengths, Fong's test, Wilson's intervals,
# exact binomial tests, DuMouchel's scores and a bootstrap of the coefficients.
# Rscript make.R, in this folder; SVQKIT_DATA names the folder of the kiosk survey's export.
library(jsonlite)
library(boot)

letters_ <- c("M", "O", "A", "I", "R", "Q")
tables <- list(
  berger = rbind(c("Q", "A", "A", "A", "O"), c("R", "I", "I", "I", "M"), c("R", "I", "I", "I", "M"),
                 c("R", "I", "I", "I", "M"), c("R", "R", "R", "R", "Q")),
  pouliot = rbind(c("Q", "A", "A", "A", "O"), c("R", "Q", "I", "I", "M"), c("R", "I", "I", "I", "M"),
                  c("R", "I", "I", "Q", "M"), c("R", "R", "R", "R", "Q")))

one <- function(f, d, name, table) {
  found <- mapply(function(a, b) if (is.na(a) || is.na(b)) NA else table[a, b], f, d)
  counts <- as.integer(table(factor(found, levels = letters_)))
  n <- sum(counts)
  names(counts) <- letters_
  two <- sort(counts[1:5], decreasing = TRUE)[1:2]
  used <- sum(counts[c("M", "O", "A", "I")])
  better <- prop.test(counts["A"] + counts["O"], used, correct = FALSE)
  worse <- prop.test(counts["O"] + counts["M"], used, correct = FALSE)
  both <- !is.na(f) & !is.na(d)
  present <- c(4, 2, 0, -1, -2)[f[both]]
  absent <- c(-2, -1, 0, 2, 4)[d[both]]
  list(item = name, counts = unname(counts), category = names(which.max(counts)),
       category_strength = unname(two[1] - two[2]) / n,
       total_strength = sum(counts[c("M", "O", "A")]) / n,
       fong_critical = unname(1.65 * sqrt(sum(two) * (2 * n - sum(two)) / (2 * n))),
       p = binom.test(two[1], sum(two))$p.value,
       better = unname(better$estimate), better_low = better$conf.int[1],
       better_high = better$conf.int[2], worse = -unname(worse$estimate),
       worse_low = -worse$conf.int[2], worse_high = -worse$conf.int[1],
       present = mean(present), present_low = t.test(present)$conf.int[1],
       present_high = t.test(present)$conf.int[2], absent = mean(absent),
       absent_low = t.test(absent)$conf.int[1], absent_high = t.test(absent)$conf.int[2])
}

# A survey of our own: six features, 150 respondents, some answers missing.
set.seed(1993)
draw <- function(p) sample(c(1:5, NA), 150, replace = TRUE, prob = c(p, 0.02))
f <- cbind(draw(c(.1, .5, .3, .1, 0)), draw(c(.6, .2, .1, .1, 0)), draw(c(.7, .1, .1, .1, 0)),
           draw(c(.1, .1, .6, .2, 0)), draw(c(.05, .05, .1, .2, .6)), draw(c(.4, .2, .1, .1, .2)))
d <- cbind(draw(c(0, .05, .1, .15, .7)), draw(c(0, .05, .1, .15, .7)), draw(c(.02, .08, .5, .3, .1)),
           draw(c(.02, .1, .5, .3, .08)), draw(c(.5, .2, .1, .1, .1)), draw(c(.35, .1, .15, .1, .3)))
colnames(f) <- paste0("KF", 1:6)
colnames(d) <- paste0("KD", 1:6)
write.csv(cbind(f, d), "answers.csv", row.names = FALSE, na = "")
own <- lapply(tables, function(table) lapply(1:6, function(k) one(f[, k], d[, k], paste0("K", k), table)))

ratio <- function(rows, i, k) {
  found <- mapply(function(a, b) if (is.na(a) || is.na(b)) NA else tables$berger[a, b],
                  f[i, k], d[i, k])
  used <- sum(found %in% c("M", "O", "A", "I"))
  c(sum(found %in% c("A", "O")) / used, -sum(found %in% c("O", "M")) / used)
}
set.seed(7)
resampled <- lapply(1:6, function(k) {
  b <- boot(1:150, ratio, R = 4000, k = k)
  ci <- sapply(1:2, function(at) boot.ci(b, type = "perc", index = at)$percent[4:5])
  list(item = paste0("K", k), better = ci[, 1], worse = ci[, 2], sd = apply(b$t, 2, sd))
})

# The kiosk survey: 194 respondents, 29 pairs, in Korean words.
folder <- Sys.getenv("SVQKIT_DATA")
export <- read.csv(file.path(folder, "export_cp949.csv"), fileEncoding = "CP949",
                   check.names = FALSE, colClasses = "character")
book <- read.csv(file.path(folder, "codebook.csv"), encoding = "UTF-8")
left <- c(23, 79, 156, 203, 20, 21, 25, 38, 61, 77, 85, 91, 101, 125, 137, 187, 208)
export <- export[-(left + 1), ]
said <- c("\ub9c8\uc74c\uc5d0 \ub4e0\ub2e4", "\ub2f9\uc5f0\ud558\ub2e4",
          "\uc544\ubb34\ub7f0 \ub290\ub08c\uc774 \uc5c6\ub2e4", "\ud558\ub294 \uc218 \uc5c6\ub2e4",
          "\ub9c8\uc74c\uc5d0 \uc548 \ub4e0\ub2e4")
answer <- function(column) {
  cells <- export[[book$position[book$column == column] + 1]]
  match(sub("\\.$", "", trimws(cells)), said)
}
kiosk <- lapply(1:29, function(k) one(answer(paste0("KF", k)), answer(paste0("KD", k)),
                                      paste0("K", k), tables$berger))

# Five attributes of 296 respondents as printed in the README of the R package stp25kano.
printed <- list(
  source = "stp25kano (W. Peter, 2024), README",
  counts = list(c(95, 123, 45, 33, 0, 0), c(101, 54, 54, 81, 3, 3), c(15, 24, 121, 124, 6, 6),
                c(65, 87, 93, 51, 0, 0), c(9, 18, 83, 177, 6, 3)),
  category = c("O", "M", "I", "A", "I"), evaluation_rule = c("O", "M", "A", "O", "I"),
  total_strength = c(.89, .71, .54, .83, .37), category_strength = c(.09, .07, .01, .02, .32),
  better = c(.568, .372, .511, .608, .352), worse = c(-.736, -.534, -.137, -.514, -.094),
  fong_difference = c(28, 20, 3, 6, 94), fong_critical = c(19.4, 18.5, 19.8, 18.5, 19.9),
  fong_significant = c(TRUE, TRUE, FALSE, FALSE, TRUE))

write(toJSON(list(versions = list(R = R.version.string, boot = as.character(packageVersion("boot"))),
                  own = own, resampled = resampled, kiosk = kiosk, printed = printed),
             digits = NA, auto_unbox = TRUE, pretty = TRUE), "results.json")
