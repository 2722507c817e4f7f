# Oracle for the gap model: base R and psych on three simulated surveys (customers, nine managers,
# employees of three branches), with missing answers and items worded against their scale.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({library(jsonlite); library(psych); library(boot)})
set.seed(19900612)
clamp <- function(x) pmin(pmax(round(x), 1), 7)
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17,
             empathy = 18:22)
suffix <- c(tangibles = "TAN", reliability = "REL", responsiveness = "RES", assurance = "ASS",
            empathy = "EMP")
behind <- list(
  marketing_research_orientation = list(gap = 1, items = paste0("MRO", 1:4), turned = "MRO4"),
  upward_communication = list(gap = 1, items = paste0("UC", 1:4), turned = "UC4"),
  levels_of_management = list(gap = 1, items = paste0("LM", 1:3), turned = "LM3"),
  management_commitment = list(gap = 2, items = paste0("MC", 1:4), turned = "MC4"),
  goal_setting = list(gap = 2, items = paste0("GS", 1:3), turned = character()),
  task_standardisation = list(gap = 2, items = paste0("TS", 1:3), turned = "TS3"),
  perception_of_feasibility = list(gap = 2, items = paste0("PF", 1:3), turned = "PF3"),
  teamwork = list(gap = 3, items = paste0("TW", 1:4), turned = "TW4"),
  employee_job_fit = list(gap = 3, items = paste0("EJF", 1:3), turned = "EJF3"),
  technology_job_fit = list(gap = 3, items = paste0("TJF", 1:3), turned = "TJF3"),
  perceived_control = list(gap = 3, items = paste0("PC", 1:4), turned = c("PC3", "PC4")),
  supervisory_control = list(gap = 3, items = paste0("SC", 1:3), turned = "SC3"),
  role_conflict = list(gap = 3, items = paste0("RC", 1:4), turned = "RC4"),
  role_ambiguity = list(gap = 3, items = paste0("RA", 1:5), turned = c("RA3", "RA4", "RA5")),
  horizontal_communication = list(gap = 4, items = paste0("HC", 1:4), turned = "HC4"),
  propensity_to_overpromise = list(gap = 4, items = paste0("PO", 1:3), turned = "PO3"))
direct <- list(`2` = "STD_", `3` = "MEET_", `4` = "KEEP_")
surveys <- c("1" = "managers", "2" = "managers", "3" = "employees", "4" = "employees")

holes <- function(d, share) {
  for (column in names(d)) d[[column]][runif(nrow(d)) < share] <- NA
  d
}
n <- 72
level <- rnorm(n)
customers <- data.frame(row.names = seq_len(n))
for (k in 1:22) customers[[paste0("E", k)]] <- clamp(6.2 + 0.4 * level + rnorm(n, sd = 0.7))
for (k in 1:22)
  customers[[paste0("P", k)]] <- clamp(5.3 - (k %in% 10:13) + 0.7 * level + rnorm(n, sd = 1))
customers <- cbind(branch = rep(c("North", "South", "West"), c(34, 26, 12)), holes(customers, 0.03))

provider <- function(n, prefixes, antecedents, expected = FALSE, branch, lift = numeric()) {
  out <- data.frame(row.names = seq_len(n))
  style <- rnorm(n, sd = 0.5)
  if (expected) for (k in 1:22)
    out[[paste0("EXP", k)]] <- clamp(5.4 + 0.3 * (k < 5) + style + rnorm(n, sd = 0.7))
  for (prefix in prefixes) for (s in suffix)
    out[[paste0(prefix, s)]] <- clamp(4.6 + style + rnorm(n, sd = 1))
  for (name in names(antecedents)) {
    one <- antecedents[[name]]
    own <- 0.6 * style + rnorm(n, sd = 0.8)
    if (name == "role_ambiguity") own <- own + 1.6 * (branch == "South")
    for (item in one$items) {
      answer <- clamp(4.2 + own + rnorm(n, sd = 0.9))
      out[[item]] <- if (item %in% one$turned) 8 - answer else answer
    }
  }
  cbind(branch = branch, holes(out, 0.02))
}
who <- function(survey) Filter(function(one) surveys[as.character(one$gap)] == survey, behind)
managers <- provider(9, "STD_", who("managers"), TRUE, rep(c("North", "South", "West"), 3))
employees <- provider(48, c("MEET_", "KEEP_"), who("employees"), FALSE,
                      rep(c("North", "South", "West"), c(20, 16, 12)))
for (name in c("customers", "managers", "employees"))
  write.csv(get(name), paste0(name, ".csv"), row.names = FALSE, na = "")

# Scores: means over the answered items where at least half are.
score <- function(d, columns) {
  x <- as.matrix(d[columns])
  out <- rowMeans(x, na.rm = TRUE)
  out[rowSums(!is.na(x)) < length(columns) / 2] <- NA
  out
}
keyed <- function(d, antecedents) {
  for (one in antecedents) for (item in one$turned) d[[item]] <- 8 - d[[item]]
  d
}
managers_k <- keyed(managers, who("managers")); employees_k <- keyed(employees, who("employees"))
both <- customers
for (k in 1:22) {
  gone <- is.na(both[[paste0("E", k)]]) | is.na(both[[paste0("P", k)]])
  both[[paste0("E", k)]][gone] <- NA; both[[paste0("P", k)]][gone] <- NA
}
by_dim <- function(d, prefix) sapply(dims, function(ks) score(d, paste0(prefix, ks)))
total <- function(m) cbind(m, total = rowMeans(m))
P <- total(by_dim(both, "P")); E <- total(by_dim(both, "E"))
asked <- total(by_dim(customers, "E")); believed <- total(by_dim(managers, "EXP"))
rated <- function(d, prefix) total(sapply(suffix, function(s) score(d, paste0(prefix, s))))
ratings <- list(`2` = rated(managers, direct$`2`), `3` = rated(employees, direct$`3`),
                `4` = rated(employees, direct$`4`))

limits <- function(t, df) {
  solve1 <- function(p) uniroot(function(d) pt(t, df, ncp = d) - p, c(-37, 37), tol = 1e-13)$root
  c(solve1(0.975), solve1(0.025))
}
paired <- function(p, e) {
  ok <- !is.na(p) & !is.na(e); p <- p[ok]; e <- e[ok]
  tt <- t.test(p, e, paired = TRUE)
  unit <- sqrt((var(p) + var(e)) / 2)
  lim <- limits(unname(tt$statistic), length(p) - 1) / sqrt(length(p)) * sd(p - e) / unit
  list(value = mean(p - e), low = tt$conf.int[1], high = tt$conf.int[2], n_a = length(p),
       n_b = length(p), mean_a = mean(p), mean_b = mean(e), sd = sd(p - e),
       t = unname(tt$statistic), df = unname(tt$parameter), p = tt$p.value,
       d = mean(p - e) / unit, d_low = lim[1], d_high = lim[2])
}
welch <- function(a, b) {
  a <- a[!is.na(a)]; b <- b[!is.na(b)]
  tt <- t.test(a, b)
  va <- var(a); vb <- var(b); v <- (va + vb) / 2; fa <- length(a) - 1; fb <- length(b) - 1
  d <- (mean(a) - mean(b)) / sqrt(v)
  reach <- qnorm(0.975) * sqrt(d^2 * (va^2 / fa + vb^2 / fb) / (8 * v^2) + (va / fa + vb / fb) / v)
  list(value = mean(a) - mean(b), low = tt$conf.int[1], high = tt$conf.int[2], n_a = length(a),
       n_b = length(b), mean_a = mean(a), mean_b = mean(b), sd = sqrt(v),
       t = unname(tt$statistic), df = unname(tt$parameter), p = tt$p.value,
       d = d, d_low = d - reach, d_high = d + reach)
}
top <- function(x) {
  x <- x[!is.na(x)]; tt <- t.test(x, mu = 7)
  list(value = mean(x) - 7, low = tt$conf.int[1] - 7, high = tt$conf.int[2] - 7, n_a = length(x),
       mean_a = mean(x), mean_b = 7, sd = sd(x), df = unname(tt$parameter))
}
names_of <- colnames(P)
rows <- function(f) setNames(lapply(names_of, f), names_of)
gaps <- list(
  `1` = rows(function(d) welch(believed[, d], asked[, d])),
  `2` = rows(function(d) top(ratings$`2`[, d])), `3` = rows(function(d) top(ratings$`3`[, d])),
  `4` = rows(function(d) top(ratings$`4`[, d])), `5` = rows(function(d) paired(P[, d], E[, d])))
holm <- function(table, keep) as.list(p.adjust(sapply(table[keep], `[[`, "p"), "holm"))
codes <- paste0("Q", 1:22)
items <- list(
  `1` = setNames(lapply(1:22, function(k) welch(managers[[paste0("EXP", k)]],
                                                customers[[paste0("E", k)]])), codes),
  `5` = setNames(lapply(1:22, function(k) paired(both[[paste0("P", k)]], both[[paste0("E", k)]])),
                 codes))

# Every order of n values, for exact permutation p.
orders <- function(n) {
  if (n == 1) return(matrix(1L, 1, 1))
  less <- orders(n - 1)
  do.call(rbind, lapply(1:n, function(at) cbind(less[, seq_len(at - 1), drop = FALSE], n,
                                                less[, seq_len(n - at) + at - 1, drop = FALSE])))
}
exact <- function(x, y) {
  all <- orders(length(x))
  r <- cor(x, matrix(y[t(all)], nrow = length(x)))
  mean(abs(r) >= abs(cor(x, y)) - 1e-10)
}
centre <- colMeans(asked[, 1:5], na.rm = TRUE)
own <- list(`1` = -rowMeans(abs(sweep(believed[, 1:5], 2, centre))),
            `2` = ratings$`2`[, "total"], `3` = ratings$`3`[, "total"], `4` = ratings$`4`[, "total"])
antecedents <- lapply(behind, function(one) {
  d <- if (one$gap < 3) managers_k else employees_k
  x <- score(d, one$items); tt <- t.test(x)
  complete <- na.omit(d[one$items])
  a <- suppressMessages(suppressWarnings(psych::alpha(complete, check.keys = FALSE)))
  ends <- psych::alpha.ci(a$total$raw_alpha, n.obs = nrow(complete), n.var = length(one$items))
  y <- own[[as.character(one$gap)]]
  ok <- !is.na(x) & !is.na(y)
  ct <- cor.test(x[ok], y[ok])
  list(gap = one$gap, n = sum(!is.na(x)), mean = mean(x, na.rm = TRUE), sd = sd(x, na.rm = TRUE),
       low = tt$conf.int[1], high = tt$conf.int[2], alpha = a$total$raw_alpha,
       alpha_low = ends$lower.ci, alpha_high = ends$upper.ci, n_alpha = nrow(complete),
       k = length(one$items), r = unname(ct$estimate), r_low = ct$conf.int[1],
       r_high = ct$conf.int[2], n_r = sum(ok),
       r_p = if (sum(ok) <= 9) exact(x[ok], y[ok]) else ct$p.value)
})
adjusted <- list()
for (gap in 1:4) adjusted <- c(adjusted, as.list(p.adjust(
  sapply(Filter(function(one) one$gap == gap, antecedents), `[[`, "r_p"), "holm")))

# Units beside the rest, and Holm over units and measures of one kind.
beside <- function(x, branch, shift = 0) lapply(setNames(nm = c("North", "South", "West")), function(u) {
  own <- t.test(x[branch == u]); tt <- t.test(x[branch == u], x[branch != u])
  list(value = mean(x[branch == u], na.rm = TRUE) - shift, low = own$conf.int[1] - shift,
       high = own$conf.int[2] - shift, n_a = sum(!is.na(x[branch == u])),
       difference = unname(tt$estimate[1] - tt$estimate[2]), difference_low = tt$conf.int[1],
       difference_high = tt$conf.int[2], t = unname(tt$statistic), df = unname(tt$parameter),
       p = tt$p.value)
})
columns <- function(m, branch, shift = 0)
  lapply(setNames(nm = colnames(m)), function(d) beside(m[, d], branch, shift))
ante <- sapply(Filter(function(one) one$gap == 3, behind), function(one) score(employees_k, one$items))
ante4 <- sapply(Filter(function(one) one$gap == 4, behind), function(one) score(employees_k, one$items))
units <- list(`3` = c(columns(ratings$`3`, employees$branch, 7), columns(ante, employees$branch)),
              `4` = c(columns(ratings$`4`, employees$branch, 7), columns(ante4, employees$branch)),
              `5` = columns(P - E, customers$branch))
# Rows under ten respondents are masked: no number, no part in the family.
shown <- function(table) lapply(table, function(one) Filter(function(u) u$n_a >= 10, one))
units <- lapply(units, shown)
plain <- names(dims)
unit_holm <- function(gaps, totals) {
  p <- unlist(lapply(setNames(nm = gaps), function(gap) {
    keep <- if (totals) "total" else setdiff(names(units[[gap]]), "total")
    lapply(units[[gap]][keep], function(one) lapply(one, `[[`, "p"))
  }))
  as.list(p.adjust(p, "holm"))
}
p_units <- c(unit_holm(c("3", "4"), FALSE), unit_holm(c("3", "4"), TRUE),
             unit_holm("5", FALSE), unit_holm("5", TRUE))

# Percentile bootstrap with the standard error of its ends.
B <- 20000
quantiles <- function(x) {
  q <- quantile(x, c(0.025, 0.975), names = FALSE)
  dens <- density(x); f <- approx(dens$x, dens$y, q)$y
  list(low = q[1], high = q[2], se = sqrt(0.025 * 0.975 / B) / f)
}
mean_of <- function(x, i) mean(x[i], na.rm = TRUE)
t1 <- boot(believed[, "total"], mean_of, B)$t - boot(asked[, "total"], mean_of, B)$t
t3 <- boot(ratings$`3`[, "total"], mean_of, B)$t - 7
t5 <- boot((P - E)[, "total"], mean_of, B)$t
version <- function(p) as.character(packageVersion(p))
write_json(list(
  made_with = list(R = R.version.string, psych = version("psych"), boot = version("boot"),
                   jsonlite = version("jsonlite")),
  gaps = gaps, items = items,
  p_holm = list(`1` = c(holm(gaps$`1`, plain)), `5` = holm(gaps$`5`, plain)),
  p_holm_items = list(`1` = holm(items$`1`, codes), `5` = holm(items$`5`, codes)),
  antecedents = antecedents, r_p_holm = adjusted, units = units, p_units = p_units,
  bootstrap = list(draws = B, `1` = quantiles(t1), `3` = quantiles(t3), `5` = quantiles(t5))
), "three_surveys.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
