# Factor models of ordered answers, fitted by lavaan: DWLS, WLSMV, ULSMV and their relatives.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))

set.seed(20240912)
write_five <- function() {  # two and four groups, five points, loadings and thresholds that differ a little
  n <- 600
  group <- rep(c("north", "south", "east", "west"), c(200, 180, 120, 100))
  shift <- c(north = 0, south = .3, east = -.2, west = .1)[group]
  phi <- matrix(c(1, .5, .4, .5, 1, .45, .4, .45, 1), 3)
  factors <- matrix(rnorm(n * 3), n) %*% chol(phi) + shift
  l <- c(.8, .7, .6, .75)
  five <- sapply(1:12, function(i) {
    own <- l[(i - 1) %% 4 + 1] - .1 * (i == 2 & group == "south")
    y <- own * factors[, (i - 1) %/% 4 + 1] + sqrt(1 - own^2) * rnorm(n)
    findInterval(y, c(-1.3, -.5, .3, 1.1)) + 1
  })
  colnames(five) <- paste0("Q", 1:12)
  five <- data.frame(five, branch = group, half = ifelse(group %in% c("north", "west"), "a", "b"))
  write.csv(five, "five.csv", row.names = FALSE)
  f <- rnorm(80); g <- .5 * f + sqrt(.75) * rnorm(80)
  loads <- c(.98, .5, .45)
  heywood <- sapply(1:6, function(i) {
    y <- loads[(i - 1) %% 3 + 1] * (if (i < 4) f else g) + sqrt(1 - loads[(i - 1) %% 3 + 1]^2) * rnorm(80)
    findInterval(y, c(-.6, .4)) + 1
  })
  colnames(heywood) <- paste0("Q", 1:6)
  write.csv(heywood, "heywood.csv", row.names = FALSE)
}
write_five()
five <- read.csv("five.csv"); heywood <- read.csv("heywood.csv")
seven <- read.csv("../answers/survey.csv"); bfi <- read.csv("../answers/bfi.csv")
small <- read.csv("../answers/small.csv"); skewed <- read.csv("../estimators/skewed.csv")
two <- read.csv("../polychoric/two.csv")
files <- c(five = "five.csv", heywood = "heywood.csv", seven = "../answers/survey.csv", bfi = "../answers/bfi.csv",
           small = "../answers/small.csv", skewed = "../estimators/skewed.csv", two = "../polychoric/two.csv")

items <- function(f, at, p = "Q") paste0(f, " =~ ", paste0(p, at, collapse = " + "))
twelve <- paste(items("f", 1:4), items("g", 5:8), items("h", 9:12), sep = "\n")
servqual <- paste(items("tangibles", 1:4), items("reliability", 5:9), items("responsiveness", 10:13),
                  items("assurance", 14:17), items("empathy", 18:22), sep = "\n")
big <- paste(items("agree", 1:5, "A"), items("consc", 1:5, "C"), items("extra", 1:5, "E"),
             items("neuro", 1:5, "N"), items("open", 1:5, "O"), sep = "\n")
two_factors <- paste(items("f", 1:4), items("g", 5:8), sep = "\n")
bifactor <- paste(items("all", 1:12), twelve, "all ~~ 0*f + 0*g + 0*h\nf ~~ 0*g + 0*h\ng ~~ 0*h", sep = "\n")
cases <- list(
  five = list(data = "five", model = twelve),
  five_std_lv = list(data = "five", model = twelve, std.lv = TRUE),
  five_theta = list(data = "five", model = twelve, parameterization = "theta"),
  five_second_order = list(data = "five", model = paste(twelve, "quality =~ f + g + h", sep = "\n")),
  five_bifactor = list(data = "five", model = bifactor, std.lv = TRUE),
  five_residual = list(data = "five", model = paste(twelve, "Q1 ~~ Q2\nQ5 ~~ Q6", sep = "\n")),
  five_regression = list(data = "five", model = paste(twelve, "h ~ f + g", sep = "\n")),
  five_labels = list(data = "five", model = "f =~ NA*Q1 + a*Q1 + a*Q2 + Q3 + Q4\n f ~~ 1*f\n Q1 | 0*t2\n Q3 | u*t1\n Q4 | u*t1"),
  seven = list(data = "seven", model = servqual),
  skewed = list(data = "skewed", model = twelve),
  small = list(data = "small", model = twelve),
  heywood = list(data = "heywood", model = "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6"),
  bfi = list(data = "bfi", model = big),
  two = list(data = "two", model = two_factors),
  configural = list(data = "five", model = twelve, group = "half"),
  thresholds = list(data = "five", model = twelve, group = "half", group.equal = "thresholds"),
  scalar = list(data = "five", model = twelve, group = "half", group.equal = c("thresholds", "loadings")),
  scalar_std_lv = list(data = "five", model = twelve, group = "half", group.equal = c("thresholds", "loadings"), std.lv = TRUE),
  theta_scalar = list(data = "five", model = twelve, group = "half", group.equal = c("thresholds", "loadings"), parameterization = "theta"),
  theta_strict = list(data = "five", model = twelve, group = "half", group.equal = c("thresholds", "loadings", "residuals"), parameterization = "theta"),
  partial = list(data = "five", model = twelve, group = "half", group.equal = c("thresholds", "loadings"), group.partial = c("f =~ Q2", "Q2 | t1")),
  four = list(data = "five", model = twelve, group = "branch", group.equal = c("thresholds", "loadings")))

kept <- list()
frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
group_list <- function(x, groups) if (is.null(groups)) list(x) else unname(x)
plain <- function(x) if (is.matrix(x)) unclass(x) else as.numeric(x)
fit_of <- function(case, estimator) {
  options <- case[setdiff(names(case), c("data", "model"))]
  data <- get(case$data)
  data[] <- lapply(data, function(x) if (is.numeric(x)) ordered(x) else x)
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) {
    control <- list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)
    fit <- suppressWarnings(do.call("cfa", c(list(case$model, data = data, estimator = estimator, control = control), options)))
    if (lavInspect(fit, "converged")) break
  }
  fit
}
# Savalei's (2021) robust indices from lavaan's pieces: lavaan 0.6-14 gives none where thresholds are
# constrained, mixes two counts of degrees of freedom, and with several groups divides the independence
# model's Γ by the groups' shares. Where lavaan gives the model's own pieces, these must be equal.
savalei <- function(fit) {
  blocks <- function(x) { x <- if (is.list(x)) x else list(x); lapply(x, function(m) if (is.matrix(m)) unclass(m) else diag(as.numeric(m))) }
  n <- lavTech(fit, "nobs"); total <- sum(n); share <- n / total; G <- length(n)
  sample <- lapply(fit@SampleStats@cov, unclass); implied <- lapply(fit@implied$cov, unclass)
  gamma <- blocks(lavTech(fit, "gamma")); weights <- blocks(lavTech(fit, "wls.v")); delta <- blocks(lavTech(fit, "delta"))
  inverse <- lavTech(fit, "inverted.information")
  if (any(sapply(c(sample, implied), function(m) min(eigen(m, TRUE, TRUE)$values)) < sqrt(.Machine$double.eps))) return(NULL)
  table <- parTable(fit)
  shared <- table[table$op == "==", ]
  free <- table[table$free > 0 & !table$op %in% c("|", "~1"), ]
  name <- free$plabel
  for (i in seq_len(nrow(shared))) name[name == shared$rhs[i]] <- shared$lhs[i]
  chisq <- base <- base_excess <- 0; moments <- 0; V <- U <- M <- D <- list()
  for (g in seq_len(G)) {
    p <- nrow(sample[[g]]); pairs <- which(lower.tri(sample[[g]]), arr.ind = TRUE); m <- nrow(pairs)
    keep <- nrow(gamma[[g]]) - m + seq_len(m)
    A <- solve(implied[[g]]); i <- pairs[, 1]; j <- pairs[, 2]
    V[[g]] <- share[g] * (A[i, i] * A[j, j] + A[i, j] * A[j, i])
    U[[g]] <- share[g] * weights[[g]][keep, keep]; M[[g]] <- gamma[[g]][keep, keep] / share[g]; D[[g]] <- delta[[g]][keep, ]
    F <- as.numeric(determinant(implied[[g]])$modulus - determinant(sample[[g]])$modulus) + sum(diag(A %*% sample[[g]])) - p
    chisq <- chisq + n[g] * F; base <- base - n[g] * as.numeric(determinant(sample[[g]])$modulus)
    base_excess <- base_excess + sum(diag(gamma[[g]][keep, keep])); moments <- moments + m
  }
  V <- lav_matrix_bdiag(V); U <- lav_matrix_bdiag(U); M <- lav_matrix_bdiag(M); D <- do.call("rbind", D)
  W <- diag(nrow(U)) - D %*% inverse %*% t(D) %*% U
  excess <- sum(diag(t(W) %*% V %*% W %*% M)); df <- moments - length(unique(name))
  misfit <- max(chisq - excess, 0); worst <- max(misfit, base - base_excess, 0)
  list(chisq = chisq, excess = excess, df = df, base_chisq = base, base_excess = base_excess, base_df = moments,
       cfi_robust = 1 - misfit / worst, tli_robust = 1 - (chisq - excess) * moments / ((base - base_excess) * df),
       rmsea_robust = sqrt(misfit / ((total - G) * df)) * sqrt(G))
}
quietly <- function(x) tryCatch(suppressWarnings(x), error = function(e) NULL)
write_case <- function(name, case, estimator, extras) {
  fit <- fit_of(case, estimator)
  kept[[paste(name, estimator, sep = "_")]] <<- fit
  groups <- if (is.null(case$group)) NULL else lavInspect(fit, "group.label")
  estimates <- suppressWarnings(parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE, remove.system.eq = FALSE, remove.eq = FALSE))
  out <- list(case = name, versions = versions, file = files[[case$data]], model = case$model, estimator = estimator,
              options = case[setdiff(names(case), c("data", "model"))], groups = groups,
              converged = lavInspect(fit, "converged"), fit = as.list(quietly(fitMeasures(fit))), parameters = frame(estimates))
  if (extras) {
    standardized <- quietly(standardizedSolution(fit, remove.eq = FALSE))
    modification <- quietly(modindices(fit))
    residuals <- lapply(c(raw = "raw", normalized = "normalized", standardized = "standardized"), function(type)
      quietly(group_list(residuals(fit, type = type), groups)))
    residuals <- lapply(residuals, function(type) lapply(type, function(g) lapply(g, plain)))
    tests <- fit@test[[length(fit@test)]]
    out <- c(out, list(standardized = frame(standardized), modification = if (is.null(modification)) NULL else frame(modification), residuals = residuals,
                       test = tests[intersect(names(tests), c("scaling.factor", "shift.parameter", "trace.UGamma", "trace.UGamma2"))],
                       r2 = quietly(group_list(lapply(if (is.null(groups)) list(lavInspect(fit, "rsquare")) else lavInspect(fit, "rsquare"), as.list), NULL))))
  }
  own <- if (length(fit@test) > 1) quietly(savalei(fit)) else NULL
  theirs <- if (is.null(own)) NULL else quietly(lavaan:::lav_fit_catml_dwls(fit))
  if (!is.null(theirs) && !is.na(theirs$XX3) && theirs$df3 == own$df) {
    stopifnot(all.equal(theirs$XX3, own$chisq, tolerance = 1e-6), all.equal(theirs$c.hat3 * theirs$df3, own$excess, tolerance = 1e-6),
              all.equal(theirs$XX3.null, own$base_chisq, tolerance = 1e-6))
  }
  out$savalei <- own
  write_json(out, paste0(name, "_", estimator, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
  cat(name, estimator, lavInspect(fit, "converged"), quietly(fitMeasures(fit, c("chisq", "chisq.scaled", "rmsea.robust"))), "\n")
}
few <- c("five", "small", "bfi", "four", "theta_scalar")
whole <- c("five", "five_theta", "five_second_order", "five_residual", "seven", "small", "heywood", "two", "bfi", "configural", "scalar", "theta_strict")
for (name in names(cases)) write_case(name, cases[[name]], "WLSMV", name %in% whole)
for (name in c(few, "seven", "skewed", "heywood", "two", "configural", "scalar")) write_case(name, cases[[name]], "ULSMV", name %in% c("five", "scalar"))
for (estimator in c("DWLS", "WLSM", "WLSMVS")) for (name in few) write_case(name, cases[[name]], estimator, FALSE)
one <- list(data = "five", model = items("f", 1:4))
write_case("one", one, "WLS", FALSE)
write_case("one_group", c(one, list(group = "half", group.equal = "loadings")), "WLS", FALSE)

tests <- list()
for (pair in list(c("thresholds", "scalar"), c("configural", "thresholds"), c("configural", "scalar"), c("theta_scalar", "theta_strict"), c("five", "five_labels")))
  for (estimator in c("WLSMV", "ULSMV", "WLSM")) {
    if (pair[1] == "five") next
    fits <- lapply(pair, function(name) { key <- paste(name, estimator, sep = "_"); if (is.null(kept[[key]])) kept[[key]] <<- fit_of(cases[[name]], estimator); kept[[key]] })
    for (method in c("satorra.2000", "satorra.bentler.2001")) {
      if (method != "satorra.2000" && estimator != "WLSM") next
      found <- quietly(lavTestLRT(fits[[1]], fits[[2]], method = method, A.method = "exact"))
      delta <- quietly(lavTestLRT(fits[[1]], fits[[2]], method = method, A.method = "delta"))
      row <- function(x) if (is.null(x)) NULL else list(chisq = x[2, "Chisq diff"], df = x[2, "Df diff"], p = x[2, "Pr(>Chisq)"])
      tests[[length(tests) + 1]] <- list(general = pair[1], restricted = pair[2], estimator = estimator, method = method, exact = row(found), delta = row(delta))
      cat(pair, estimator, method, unlist(row(found)), "|", unlist(row(delta)), "\n")
    }
  }
write_json(list(versions = versions, tests = tests), "differences.json", digits = NA, auto_unbox = TRUE, na = "null", null = "null")
