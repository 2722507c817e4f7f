# psych::alpha, alpha.ci, omega; lavaan's one-factor model; semTools' compRelSEM.
# Run in this folder: Rscript make.R
# The variance of omega with the observed variance of the sum below it is the delta method on
# lavaan's own Delta, weight and information matrices, independent of the Python formula; the
# variance with the implied variance is lavaan's own (":=").
library(psych); library(lavaan); library(semTools); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")),
                 lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
designs <- list(survey = c(4, 5, 4, 4, 5), holes = c(4, 5, 4, 4, 5), small = c(4, 4, 4),
                bfi = c(5, 5, 5, 5, 5))

one_factor <- function(whole) {
  items <- names(whole); k <- length(items)
  lam <- paste0("l", seq_len(k)); th <- paste0("t", seq_len(k))
  model <- c(paste("f =~", paste0(lam, "*", items, collapse = " + ")),
             paste0(items, " ~~ ", th, "*", items),
             sprintf("omega := (%s)^2 / ((%s)^2 + %s)", paste(lam, collapse = "+"),
                     paste(lam, collapse = "+"), paste(th, collapse = "+")))
  fit <- cfa(model, whole, std.lv = TRUE)
  fit <- cfa(model, whole, std.lv = TRUE, start = fit)      # once more, from where it stopped
  stopifnot(lavInspect(fit, "converged"))
  table <- parameterEstimates(fit)
  n <- nobs(fit)
  S <- cov(whole) * (n - 1) / n
  Sigma <- fitted(fit)$cov[items, items]; class(Sigma) <- "matrix"
  estimates <- coef(fit)
  loading <- estimates[lam]
  total <- sum(S)
  omega <- sum(loading)^2 / total
  # d omega / d vech(S) = through the loadings + through the total
  free <- names(estimates)
  wanted <- setNames(rep(0, length(free)), free); wanted[lam] <- 2 * sum(loading) / total
  Delta <- lavInspect(fit, "delta"); V <- lavInspect(fit, "wls.v")
  I <- t(Delta) %*% V %*% Delta
  half <- lav_matrix_vech(matrix(2, k, k) - diag(k))
  gradient <- as.vector(wanted %*% solve(I, t(Delta) %*% V)) - sum(loading)^2 / total^2 * half
  Dplus <- lav_matrix_duplication_ginv(k)
  Gamma <- 2 * Dplus %*% (Sigma %x% Sigma) %*% t(Dplus)
  se <- sqrt(as.vector(gradient %*% Gamma %*% gradient) / n)
  standard <- standardizedSolution(fit)
  implied <- table[table$label == "omega", ]
  rel <- compRelSEM(cfa(paste("f =~", paste(items, collapse = " + ")), whole, std.lv = TRUE),
                    obs.var = TRUE)
  list(omega = omega, se = se, low = omega - qnorm(0.975) * se, high = omega + qnorm(0.975) * se,
       semtools = unname(rel), omega_implied = implied$est, se_implied = implied$se,
       loadings = standard$est.std[seq_len(k)])
}

for (case in names(designs)) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  ends <- rep(seq_along(designs[[case]]), designs[[case]])
  scales <- lapply(split(names(x), ends), function(items) {
    whole <- na.omit(x[items]); n <- nrow(whole); k <- length(items)
    a <- suppressWarnings(alpha(whole, warnings = FALSE))
    ci <- alpha.ci(a$total$raw_alpha, n, k)
    c(list(items = items, n = n, k = k, alpha = a$total$raw_alpha, alpha_std = a$total$std.alpha,
           alpha_low = ci$lower.ci, alpha_high = ci$upper.ci, mean_r = a$total$average_r,
           lambda6 = a$total$`G6(smc)`, r_drop = a$item.stats$r.drop,
           alpha_if_dropped = a$alpha.drop$raw_alpha), one_factor(whole))
  })
  whole <- na.omit(x); n <- nrow(whole); k <- ncol(whole); m <- length(designs[[case]])
  a <- suppressWarnings(alpha(whole, warnings = FALSE))
  ci <- alpha.ci(a$total$raw_alpha, n, k)
  S <- cov(whole)
  parts <- split(seq_len(k), ends)
  stratified <- 1 - sum(sapply(parts, function(i) {
    s <- sum(S[i, i]); alpha_i <- length(i) / (length(i) - 1) * (1 - sum(diag(S[i, i])) / s)
    s * (1 - alpha_i)
  })) / sum(S)
  o <- suppressWarnings(suppressMessages(omega(whole, m, fm = "minres", flip = FALSE, plot = FALSE)))
  total <- list(n = n, k = k, alpha = a$total$raw_alpha, alpha_std = a$total$std.alpha,
                alpha_low = ci$lower.ci, alpha_high = ci$upper.ci, mean_r = a$total$average_r,
                lambda6 = a$total$`G6(smc)`, alpha_stratified = stratified,
                omega_total = o$omega.tot, omega_hierarchical = o$omega_h,
                general = unname(o$schmid$sl[, "g"]))
  write_json(list(versions = versions, scales = unname(scales), total = total),
             paste0(case, ".json"), digits = NA, auto_unbox = TRUE)
}

# two items, equal loadings: lavaan's standard error of omega, by ":="
x <- read.csv(file.path("..", "answers", "survey.csv"))[c("Q1", "Q2")]
fit <- cfa("f =~ l*Q1 + l*Q2
            Q1 ~~ t1*Q1
            Q2 ~~ t2*Q2
            omega := (2*l)^2 / ((2*l)^2 + t1 + t2)", x, std.lv = TRUE)
two <- parameterEstimates(fit); two <- two[two$label == "omega", ]
write_json(list(versions = versions, omega = two$est, se = two$se, low = two$ci.lower,
                high = two$ci.upper), "two_items.json", digits = NA, auto_unbox = TRUE)
