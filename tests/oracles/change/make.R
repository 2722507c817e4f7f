# Before/after, difference in differences, interrupted series, ANCOVA. Writes change.json beside this script.
# Run: Rscript tests/oracles/change/make.R (from the repository's root)
suppressPackageStartupMessages({library(sandwich); library(nlme); library(jsonlite)})
folder <- "tests/oracles/change"
out <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
                            sandwich = as.character(packageVersion("sandwich")),
                            nlme = as.character(packageVersion("nlme"))))

# Two means, Welch and paired.
set.seed(21)
before <- round(rnorm(31, 60, 9), 1); after <- round(0.6 * before + rnorm(31, 28, 6), 1)
other <- round(rnorm(24, 66, 14), 1)
w <- t.test(other, before); p <- t.test(after, before, paired = TRUE)
out$means <- list(before = before, after = after, other = other,
  welch = list(estimate = mean(other) - mean(before), low = w$conf.int[1], high = w$conf.int[2], p = w$p.value, df = unname(w$parameter)),
  paired = list(estimate = mean(after - before), low = p$conf.int[1], high = p$conf.int[2], p = p$p.value, df = unname(p$parameter)))
limits <- function(t, df) sapply(c(.975, .025), function(q) uniroot(function(d) pt(t, df, d) - q, c(t - 15, t + 15), tol = 1e-12)$root)
n <- length(before); m <- length(other)
pooled <- sqrt(((n - 1) * var(before) + (m - 1) * var(other)) / (n + m - 2))
d <- (mean(other) - mean(before)) / pooled; size <- sqrt(n * m / (n + m))
out$means$d <- c(d, limits(d * size, n + m - 2) / size)
se <- sd(after - before) / sqrt(n); av <- sqrt((var(before) + var(after)) / 2)
out$means$d_av <- c(mean(after - before) / av, limits(mean(after - before) / se, n - 1) * se / av)
x <- prop.test(c(58, 31), c(131, 120), correct = FALSE)
out$shares <- list(p = x$p.value, mcnemar = binom.test(4, 16)$p.value)

# Difference in differences: 8 teams, 6 periods, uneven numbers of rows; a panel with gaps.
set.seed(22)
rows <- do.call(rbind, lapply(1:8, function(g) do.call(rbind, lapply(1:6, function(t) {
  k <- sample(1:4, 1)
  data.frame(team = g, period = t, treated = as.integer(g <= 4), y = round(60 + 3 * sin(g) + 0.4 * t + 4 * (g <= 4) * (t >= 4) + rnorm(1, 0, 2) + rnorm(k, 0, 5), 2))
}))))
rows$post <- as.integer(rows$period >= 4); rows$inter <- rows$treated * rows$post
fit <- lm(y ~ treated + factor(period) + inter, rows)
V <- vcovCL(fit, cluster = rows$team, type = "HC1")
b <- coef(fit)["inter"]; se <- sqrt(V["inter", "inter"]); df <- 7
H <- vcovHC(fit, type = "HC1")
# All 256 sign patterns, each refitted: the wild cluster bootstrap with the null imposed, by brute force.
null <- lm(y ~ treated + factor(period), rows); base <- fitted(null); u <- resid(null)
tstat <- abs(b / se)
drawn <- sapply(0:255, function(k) {
  s <- 1 - 2 * (bitwAnd(bitwShiftR(k, 0:7), 1)); again <- rows
  again$y <- base + s[rows$team] * u
  f <- lm(y ~ treated + factor(period) + inter, again)
  abs(coef(f)["inter"] / sqrt(vcovCL(f, cluster = again$team, type = "HC1")["inter", "inter"]))
})
events <- lm(y ~ treated + factor(period) + I(treated * (period == 1)) + I(treated * (period == 2)) +
             I(treated * (period == 4)) + I(treated * (period == 5)) + I(treated * (period == 6)), rows)
EV <- vcovCL(events, cluster = rows$team, type = "HC1"); at <- 8:12
pre <- subset(rows, period < 4)
line <- lm(y ~ treated + factor(period) + I(treated * period), pre)
LV <- vcovCL(line, cluster = pre$team, type = "HC1")
joint <- lm(y ~ treated + factor(period) + I(treated * (period == 1)) + I(treated * (period == 2)), pre)
JV <- vcovCL(joint, cluster = pre$team, type = "HC1")[5:6, 5:6]; jb <- coef(joint)[5:6]
F <- as.numeric(t(jb) %*% solve(JV) %*% jb) / 2
panel <- aggregate(y ~ team + period + treated + post, rows, mean); panel <- panel[-c(3, 17, 30), ]
within <- function(v) v - ave(v, panel$team)
D <- sapply(2:6, function(t) within(as.numeric(panel$period == t)))
wy <- within(panel$y); wi <- within(panel$treated * panel$post)
wfit <- lm(wy ~ 0 + D + wi); WV <- vcovCL(wfit, cluster = panel$team, type = "HC1")
out$did <- list(rows = rows[, c("team", "period", "treated", "y")],
  estimate = unname(b), se = se, low = unname(b - qt(.975, df) * se), high = unname(b + qt(.975, df) * se), p = unname(2 * pt(-abs(b / se), df)),
  hc1 = sqrt(H["inter", "inter"]), wild_p = mean(drawn >= tstat * (1 - 1e-9)),
  events = list(estimate = unname(coef(events)[at]), se = unname(sqrt(diag(EV))[at])),
  slope = list(estimate = unname(coef(line)[5]), se = unname(sqrt(LV[5, 5]))),
  joint = list(f = F, p = pf(F, 2, df, lower.tail = FALSE)),
  panel = panel[, c("team", "period", "treated", "y")],
  unit = list(estimate = unname(coef(wfit)["wi"]), se = unname(sqrt(WV["wi", "wi"]))))

# Interrupted series of 70 points with a season of 12.
set.seed(23)
n <- 70; change <- 40; t <- 0:(n - 1)
y <- round(20 + 0.05 * t + 2 * sin(2 * pi * t / 12) - 3 * (t >= change) - 0.08 * pmax(t - change, 0) + as.numeric(arima.sim(list(ar = .5), n)), 3)
frame <- data.frame(y, since = t - change, after = as.numeric(t >= change), later = pmax(t - change, 0),
                    s = sin(2 * pi * (t - change) / 12), c = cos(2 * pi * (t - change) / 12))
its <- lm(y ~ since + after + later + s + c, frame)
hac <- NeweyWest(its, lag = 3, prewhite = FALSE, adjust = TRUE)
mean_row <- c(0, 0, 1, mean(frame$later[frame$after == 1]), 0, 0)
g <- gls(y ~ since + after + later + s + c, frame, correlation = corAR1(), method = "REML",
         control = glsControl(tolerance = 1e-12, msTol = 1e-12))
gaps <- c(6, 7, 20, 51)              # left out: score sums at their true lags
short <- frame[-gaps, ]; place <- t[-gaps]; f2 <- lm(y ~ since + after + later, short)
S <- estfun(f2); meat <- crossprod(S)
for (i in seq_along(place)) for (j in seq_along(place)) {
  h <- place[i] - place[j]; if (h > 0 && h <= 3) { a <- S[i, ] %o% S[j, ]; meat <- meat + (1 - h / 4) * (a + t(a)) }
}
bread <- solve(crossprod(model.matrix(f2)))
gap_cov <- bread %*% meat %*% bread * nrow(short) / (nrow(short) - 4)
g2 <- gls(y ~ since + after + later, cbind(short, place), correlation = corCAR1(form = ~ place), method = "REML",
          control = glsControl(tolerance = 1e-12, msTol = 1e-12))
out$series <- list(y = y, change = change, gaps = gaps - 1,
  hac = list(estimate = unname(coef(its)), se = unname(sqrt(diag(hac))),
             average = c(sum(mean_row * coef(its)), sqrt(as.numeric(t(mean_row) %*% hac %*% mean_row)))),
  ar1 = list(estimate = unname(coef(g)), se = unname(sqrt(diag(vcov(g)))),
             rho = unname(coef(g$modelStruct$corStruct, unconstrained = FALSE))),
  ljung = unname(sapply(1, function(i) Box.test(resid(its), 10, "Ljung-Box")$p.value)),
  acf = as.numeric(acf(resid(its), 10, plot = FALSE)$acf)[-1],
  gap_hac = unname(sqrt(diag(gap_cov))),
  gap_ar1 = list(estimate = unname(coef(g2)), se = unname(sqrt(diag(vcov(g2)))), rho = unname(coef(g2$modelStruct$corStruct, unconstrained = FALSE))))

# ANCOVA with adjusted means.
set.seed(24)
k <- 44; first <- round(rnorm(k, 60, 10), 1); trained <- rep(c(1, 0), c(24, 20))
second <- round(12 + 0.75 * first + 6 * trained + rnorm(k, 0, 5), 1)
a <- lm(second ~ first + trained); ci <- confint(a)["trained", ]
means <- predict(a, data.frame(first = mean(first), trained = c(1, 0)), interval = "confidence")
slopes <- anova(a, lm(second ~ first * trained))
out$ancova <- list(first = first, second = second, trained = trained,
  estimate = unname(coef(a)["trained"]), low = unname(ci[1]), high = unname(ci[2]), p = summary(a)$coefficients["trained", 4],
  means = unname(means), slopes_p = slopes$`Pr(>F)`[2], sigma = summary(a)$sigma)

# Planning by noncentral t.
out$plan <- list(
  independent = power.t.test(n = 64, delta = .5, strict = TRUE)$power,
  paired = power.t.test(n = 34, delta = .5, sd = sqrt(2 * .4), type = "paired", strict = TRUE)$power,
  did = power.t.test(n = 40, delta = .6, sd = sqrt(2 * .4), strict = TRUE)$power,
  required = ceiling(power.t.test(power = .8, delta = .5, strict = TRUE)$n))
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = FALSE), file.path(folder, "change.json"))
