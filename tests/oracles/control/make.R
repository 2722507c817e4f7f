# Oracles of control charts and capability: Rscript make.R in this folder.
# Written from the textbook formulas in base R, apart from svqkit; average run lengths by package spc.
library(jsonlite)
library(spc)
options(digits = 17)
write_oracle <- function(x, file) {
  x$versions <- list(R = R.version.string, spc = as.character(packageVersion("spc")))
  writeLines(toJSON(x, digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE), file)
}

# ---- constants of the range from R's distribution of the studentised range with infinite df
n <- c(2:25, 50)
moment <- function(n, power) {
  f <- function(r) power * r^(power - 1) * ptukey(r, n, Inf, lower.tail = FALSE)
  integrate(f, 0, 4, rel.tol = 1e-11)$value + integrate(f, 4, 14, rel.tol = 1e-11)$value
}
d2 <- sapply(n, moment, power = 1)
d3 <- sqrt(sapply(n, moment, power = 2) - d2^2)
out <- list(range = list(n = n, d2 = d2, d3 = d3))
c4 <- function(n) sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
d2of <- function(m) d2[match(m, n)]
d3of <- function(m) d3[match(m, n)]

# ---- unequal subgroups: 24 groups of 3 to 7 observations
set.seed(20260301)
sizes <- sample(3:7, 24, replace = TRUE)
groups <- lapply(sizes, function(m) round(rnorm(m, 50, 4), 2))
xb <- sapply(groups, mean); r <- sapply(groups, function(g) diff(range(g))); s <- sapply(groups, sd)
grand <- sum(sizes * xb) / sum(sizes)
sigma <- list(
  R_mean = mean(r / d2of(sizes)),
  R_weighted = weighted.mean(r / d2of(sizes), (d2of(sizes) / d3of(sizes))^2),
  S_mean = mean(s / c4(sizes)),
  S_weighted = weighted.mean(s / c4(sizes), c4(sizes)^2 / (1 - c4(sizes)^2)),
  S_pooled = sqrt(sum((sizes - 1) * s^2) / sum(sizes - 1)) / c4(sum(sizes - 1) + 1))
out$subgroups <- list(
  group = rep(seq_along(sizes), sizes), value = unlist(groups), center = grand, sigma = sigma,
  xbar_upper = grand + 3 * sigma$R_mean / sqrt(sizes),
  r_center = d2of(sizes) * sigma$R_mean, r_upper = (d2of(sizes) + 3 * d3of(sizes)) * sigma$R_mean,
  r_lower = pmax(0, d2of(sizes) - 3 * d3of(sizes)) * sigma$R_mean,
  s_center = c4(sizes) * sigma$S_mean,
  s_upper = (c4(sizes) + 3 * sqrt(1 - c4(sizes)^2)) * sigma$S_mean,
  s_lower = pmax(0, c4(sizes) - 3 * sqrt(1 - c4(sizes)^2)) * sigma$S_mean)

# ---- single values
x <- round(rnorm(40, 12, 2), 3)
mr <- abs(diff(x))
out$individuals <- list(
  value = x, center = mean(x), sigma_mean = mean(mr) / (2 / sqrt(pi)),
  sigma_median = median(mr) / (sqrt(2) * qnorm(0.75)),
  mr_upper = (1 + 3 * sqrt(2 - 4 / pi) / (2 / sqrt(pi))) * mean(mr))

# ---- counts with unequal n
m <- sample(300:2000, 30, replace = TRUE)
defective <- rbinom(30, m, plogis(rnorm(30, -3, 0.35)))
p <- sum(defective) / sum(m); se <- sqrt(p * (1 - p) / m)
z <- (defective / m - p) / se; sz <- mean(abs(diff(z))) / (2 / sqrt(pi))
area <- round(runif(30, 5, 15), 1); defects <- rpois(30, 2.2 * area * exp(rnorm(30, 0, 0.25)))
u <- sum(defects) / sum(area); ue <- sqrt(u / area)
zu <- (defects / area - u) / ue; szu <- mean(abs(diff(zu))) / (2 / sqrt(pi))
out$counts <- list(
  n = m, defective = defective, p = p, p_upper = pmin(1, p + 3 * se), p_lower = pmax(0, p - 3 * se),
  np_center = m * p, np_upper = m * (p + 3 * se), np_lower = pmax(0, m * (p - 3 * se)),
  laney_sigma = sz, laney_upper = p + 3 * se * sz, laney_lower = pmax(0, p - 3 * se * sz),
  area = area, defects = defects, u = u, u_upper = u + 3 * ue, u_lower = pmax(0, u - 3 * ue),
  laney_u_sigma = szu, laney_u_upper = u + 3 * ue * szu, laney_u_lower = pmax(0, u - 3 * ue * szu))
fit_p <- glm(cbind(defective, m - defective) ~ 1, family = binomial)
fit_u <- glm(defects ~ 1, offset = log(area), family = poisson)
pearson <- function(f) sum(residuals(f, type = "pearson")^2)
out$dispersion <- list(
  p_chisq = pearson(fit_p), p_df = fit_p$df.residual,
  p_value = pchisq(pearson(fit_p), fit_p$df.residual, lower.tail = FALSE),
  u_chisq = pearson(fit_u), u_value = pchisq(pearson(fit_u), fit_u$df.residual, lower.tail = FALSE))

# ---- EWMA and CUSUM, a loop as printed in the books
lambda <- 0.15; w <- numeric(40); last <- mean(x); sx <- out$individuals$sigma_mean
for (i in 1:40) { last <- lambda * x[i] + (1 - lambda) * last; w[i] <- last }
half <- 2.8 * sx * sqrt(lambda / (2 - lambda) * (1 - (1 - lambda)^(2 * (1:40))))
up <- down <- numeric(40); a <- b <- 2
for (i in 1:40) {
  a <- max(0, a + (x[i] - mean(x)) / sx - 0.4); b <- max(0, b - (x[i] - mean(x)) / sx - 0.4)
  up[i] <- a; down[i] <- b
}
out$memory <- list(ewma = w, ewma_upper = mean(x) + half, up = up, down = down)

# ---- capability of single values and of subgroups
v <- round(rnorm(120, 10.1, 0.6), 3)
lsl <- 8; usl <- 12; target <- 10; k <- length(v); a <- 0.05
sw <- mean(abs(diff(v))) / (2 / sqrt(pi)); so <- sd(v)
chou <- function(index, df) index * sqrt(qchisq(c(a / 2, 1 - a / 2), df) / df)
bissell <- function(index, df) index + c(-1, 1) * qnorm(1 - a / 2) * sqrt(1 / (9 * k) + index^2 / (2 * df))
ppu <- (usl - mean(v)) / (3 * so); ppl <- (mean(v) - lsl) / (3 * so); ppk <- min(ppu, ppl)
pp <- (usl - lsl) / (6 * so); cp <- (usl - lsl) / (6 * sw)
cpk <- min(usl - mean(v), mean(v) - lsl) / (3 * sw)
off <- (mean(v) - target) / so
ppm <- (usl - lsl) / (6 * sqrt(so^2 + (mean(v) - target)^2))
dfm <- k * (1 + off^2)^2 / (1 + 2 * off^2)
q <- quantile(v, c(0.00135, 0.5, 0.99865), names = FALSE, type = 7)
out$capability <- list(
  value = v, lsl = lsl, usl = usl, target = target, pp = pp, pp_ci = chou(pp, k - 1),
  ppk = ppk, ppk_ci = bissell(ppk, k - 1), ppl = ppl, ppu = ppu, cp = cp, cpk = cpk,
  ppm_index = ppm, ppm_ci = ppm * sqrt(qchisq(c(a / 2, 1 - a / 2), dfm) / dfm),
  expected_below = 1e6 * pnorm(lsl, mean(v), so), expected_above = 1e6 * pnorm(usl, mean(v), so, lower.tail = FALSE),
  iso_pp = (usl - lsl) / (q[3] - q[1]),
  iso_ppk = min((usl - q[2]) / (q[3] - q[2]), (q[2] - lsl) / (q[2] - q[1])),
  shapiro = shapiro.test(v)$p.value)

# ---- Six Sigma counts
out$sigma <- list(
  defects = 34, opportunities = 5000, z = qnorm(1 - 34 / 5000),
  exact = unname(unclass(binom.test(34, 5000)$conf.int)[1:2]),
  poisson = unname(unclass(poisson.test(34, 12.5)$conf.int)[1:2]))
attributes(out$sigma$exact) <- attributes(out$sigma$poisson) <- NULL
write_oracle(out, "formulas.json")

# ---- average run lengths
# Shewhart with runs rules, two small chains by hand: ARL = first element of (I - Q)^-1 1.
solve_arl <- function(Q) solve(diag(nrow(Q)) - Q, rep(1, nrow(Q)))[1]
# rule 1 and 8 in a row on one side: states 0 and runs +1..+7, -1..-7
run_of_eight <- function(d) {
  up <- pnorm(3 - d) - pnorm(-d); down <- pnorm(-d) - pnorm(-3 - d)
  Q <- matrix(0, 15, 15)
  for (s in 0:14) {
    if (s == 0) { Q[1, 2] <- up; Q[1, 9] <- down }
    else if (s <= 7) { if (s < 7) Q[s + 1, s + 2] <- up; Q[s + 1, 9] <- down }
    else { if (s < 14) Q[s + 1, s + 2] <- down; Q[s + 1, 2] <- up }
  }
  solve_arl(Q)
}
# rule 1 and 2 of 3 beyond 2 sigma on one side: the marks (0, +, -) of the last two points
two_of_three <- function(d) {
  p <- c(pnorm(2 - d) - pnorm(-2 - d), pnorm(3 - d) - pnorm(2 - d), pnorm(-2 - d) - pnorm(-3 - d))
  marks <- expand.grid(b = 1:3, a = 1:3)
  Q <- matrix(0, 9, 9)
  for (s in 1:9) for (m in 1:3) {
    a <- marks$a[s]; b <- marks$b[s]
    if (m > 1 && (a == m || b == m)) next
    Q[s, which(marks$a == b & marks$b == m)] <- p[m]
  }
  solve_arl(Q)
}
shifts <- c(0, 0.25, 0.5, 1, 1.5, 2, 3)
write_oracle(list(
  shifts = shifts,
  rules_1_and_4 = sapply(shifts, run_of_eight), rules_1_and_2 = sapply(shifts, two_of_three),
  ewma = list(
    list(smoothing = 0.1, limits = 2.7, arl = sapply(shifts, function(m) as.numeric(xewma.arl(0.1, 2.7, m, sided = "two", r = 80)))),
    list(smoothing = 0.2, limits = 2.962, arl = sapply(shifts, function(m) as.numeric(xewma.arl(0.2, 2.962, m, sided = "two", r = 80)))),
    list(smoothing = 0.4, limits = 3.054, arl = sapply(shifts, function(m) as.numeric(xewma.arl(0.4, 3.054, m, sided = "two", r = 80))))),
  cusum = list(
    list(k = 0.5, h = 4, arl = sapply(shifts, function(m) as.numeric(xcusum.arl(0.5, 4, m, sided = "two", r = 60)))),
    list(k = 0.5, h = 5, arl = sapply(shifts, function(m) as.numeric(xcusum.arl(0.5, 5, m, sided = "two", r = 60)))),
    list(k = 0.25, h = 8, arl = sapply(shifts, function(m) as.numeric(xcusum.arl(0.25, 8, m, sided = "two", r = 60)))))
), "spc.json")
