# Confirmatory factor models fitted by lavaan: every number that svqkit gives.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({
  library(lavaan); library(semTools); library(psych); library(jsonlite)
})
versions <- list(R = as.character(getRversion()),
                 lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")),
                 psych = as.character(packageVersion("psych")))

holzinger <- HolzingerSwineford1939
holzinger$total <- round(rowMeans(holzinger[, paste0("x", 1:9)]) + (holzinger$id %% 7) / 5, 4)
holzinger$criterion <- round(holzinger$x2 / 2 - holzinger$x5 / 4 + (holzinger$id %% 11) / 6, 4)
write.csv(holzinger, "holzinger.csv", row.names = FALSE)
bfi_items <- na.omit(psych::bfi[, 1:25])
write.csv(bfi_items, "bfi.csv", row.names = FALSE)

factor_items <- function(n, loadings, phi, design, low = 1, high = 7, shift = 5, spread = 1.3) {
  factors <- matrix(rnorm(n * nrow(phi)), n) %*% chol(phi)
  items <- sapply(seq_along(design), function(i) {
    l <- loadings[i]
    y <- l * factors[, design[i]] + sqrt(1 - l^2) * rnorm(n)
    pmin(pmax(round(shift + spread * y), low), high)
  })
  colnames(items) <- paste0("Q", seq_along(design))
  as.data.frame(items)
}
design <- rep(1:5, c(4, 5, 4, 4, 5))
phi <- matrix(.55, 5, 5); phi[1, ] <- phi[, 1] <- .4; phi[2, 3] <- phi[3, 2] <- .7; diag(phi) <- 1
set.seed(20240501)
servqual <- factor_items(400, rep(c(.75, .7, .8, .65), length.out = 22), phi, design)
servqual$satisfaction <- round(3 + .5 * servqual$Q5 + .4 * servqual$Q9 + .3 * servqual$Q18 + rnorm(400), 2)
write.csv(servqual, "servqual.csv", row.names = FALSE)
set.seed(60)
small <- factor_items(60, rep(.7, 9), matrix(c(1, .5, .4, .5, 1, .3, .4, .3, 1), 3), rep(1:3, each = 3))
write.csv(small, "small.csv", row.names = FALSE)
set.seed(7)
near <- factor_items(300, rep(.8, 6), matrix(c(1, .5, .5, 1), 2), rep(1:2, each = 3))
near$Q6 <- round(near$Q5 + rnorm(300) / 50, 3)
near$Q3 <- round(near$Q2 + rnorm(300) / 20, 3)
write.csv(near, "near_singular.csv", row.names = FALSE)
set.seed(19)
heywood <- factor_items(80, c(.95, .3, .3, .8, .7, .6), matrix(c(1, .2, .2, 1), 2), rep(1:2, each = 3))
write.csv(heywood, "heywood.csv", row.names = FALSE)

three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
five <- paste("tangibles =~ Q1 + Q2 + Q3 + Q4",
              "reliability =~ Q5 + Q6 + Q7 + Q8 + Q9",
              "responsiveness =~ Q10 + Q11 + Q12 + Q13",
              "assurance =~ Q14 + Q15 + Q16 + Q17",
              "empathy =~ Q18 + Q19 + Q20 + Q21 + Q22", sep = "\n")
big_five <- paste("agree =~ A1 + A2 + A3 + A4 + A5", "consc =~ C1 + C2 + C3 + C4 + C5",
                  "extra =~ E1 + E2 + E3 + E4 + E5", "neuro =~ N1 + N2 + N3 + N4 + N5",
                  "open =~ O1 + O2 + O3 + O4 + O5", sep = "\n")
small_model <- "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6\n h =~ Q7 + Q8 + Q9"
two <- "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6"
one_hs <- paste("g =~", paste0("x", 1:9, collapse = " + "))

cases <- list(
  hs_three = list(data = "holzinger", model = three),
  hs_one = list(data = "holzinger", model = one_hs),
  hs_std_lv = list(data = "holzinger", model = three, std.lv = TRUE),
  hs_residual = list(data = "holzinger", model = paste(three, "x7 ~~ x8\n x1 ~~ 0.1*x9", sep = "\n")),
  hs_labels = list(data = "holzinger", model = "visual =~ x1 + a*x2 + a*x3\n textual =~ NA*x4 + b*x5 + c*x6\n textual ~~ 1*textual\n speed =~ x7 + x8 + x9\n b == c\n visual ~~ 0*speed"),
  hs_second_order = list(data = "holzinger", model = paste(three, "g =~ visual + textual + speed", sep = "\n")),
  hs_means = list(data = "holzinger", model = paste(three, "x1 ~ 1\n x2 ~ 1\n x3 ~ 3*1", sep = "\n")),
  hs_cross = list(data = "holzinger", model = paste(three, "visual =~ x9", sep = "\n")),
  hs_criterion = list(data = "holzinger", model = paste(three, "total ~ visual + textual + speed\n criterion ~ visual + textual", sep = "\n")),
  hs_predictor = list(data = "holzinger", model = paste(three, "visual ~ ageyr + sex\n textual ~ ageyr\n speed ~ visual", sep = "\n")),
  hs_bifactor = list(data = "holzinger", model = paste(one_hs, three, "g ~~ 0*visual + 0*textual + 0*speed\n visual ~~ 0*textual + 0*speed\n textual ~~ 0*speed", sep = "\n"), std.lv = TRUE),
  hs_single_item = list(data = "holzinger", model = "visual =~ x1 + x2 + x3\n age =~ ageyr\n textual =~ x4 + x5"),
  hs_saturated = list(data = "holzinger", model = "visual =~ x1 + x2 + x3"),
  hs_configural = list(data = "holzinger", model = three, group = "school"),
  hs_metric = list(data = "holzinger", model = three, group = "school", group.equal = "loadings"),
  hs_metric_std_lv = list(data = "holzinger", model = three, group = "school", group.equal = "loadings", std.lv = TRUE),
  hs_scalar = list(data = "holzinger", model = three, group = "school", group.equal = c("loadings", "intercepts")),
  hs_strict = list(data = "holzinger", model = three, group = "school", group.equal = c("loadings", "intercepts", "residuals", "means", "lv.variances", "lv.covariances")),
  hs_group_labels = list(data = "holzinger", model = "visual =~ x1 + c(a, a)*x2 + c(b1, b2)*x3\n textual =~ x4 + x5 + x6\n x1 ~~ c(0, NA)*x4", group = "school"),
  bfi = list(data = "bfi_items", model = big_five),
  servqual = list(data = "servqual", model = five),
  servqual_one = list(data = "servqual", model = paste("q =~", paste0("Q", 1:22, collapse = " + "))),
  servqual_outcome = list(data = "servqual", model = paste(five, "satisfaction ~ tangibles + reliability + responsiveness + assurance + empathy", sep = "\n")),
  small = list(data = "small", model = small_model),
  near_singular = list(data = "near", model = two),
  heywood = list(data = "heywood", model = two),
  stubborn = list(data = "stubborn", model = "F0 =~ q0 + q1\n F1 =~ q2 + q3 + q4 + q5 + q6\n F2 =~ q7 + q8 + q9")
)
files <- c(holzinger = "holzinger", bfi_items = "bfi", servqual = "servqual", small = "small",
           near = "near_singular", heywood = "heywood", stubborn = "stubborn")
stubborn <- read.csv("stubborn.csv")

frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
plain <- function(x) if (is.list(x)) lapply(x, plain) else if (is.matrix(x)) list(names = rownames(x), columns = colnames(x), values = unname(unclass(x))) else as.list(x)
quiet <- function(x) tryCatch(suppressMessages(suppressWarnings(x)), error = function(e) NULL)

for (name in names(cases)) {
  case <- cases[[name]]
  data <- get(case$data)
  options <- case[setdiff(names(case), c("data", "model"))]
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) { # as tight as lavaan still calls converged
    control <- list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)
    fit <- suppressWarnings(do.call("cfa", c(list(case$model, data = data, control = control), options)))
    if (lavInspect(fit, "converged")) break
  }
  estimates <- parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE, remove.system.eq = FALSE, remove.eq = FALSE)
  standard <- quiet(standardizedSolution(fit, remove.eq = FALSE))
  # without means lavaan shifts the scores of models with regressions by a constant
  scored <- if (grepl("[^=~]~ *[^~1 ]", case$model)) quiet(do.call("cfa", c(list(case$model, data = data, meanstructure = TRUE), options))) else fit
  scores <- quiet(lavPredict(scored))
  bartlett <- quiet(lavPredict(scored, method = "Bartlett"))
  head_of <- function(x) if (is.null(x)) NULL else if (is.list(x)) lapply(x, function(g) plain(unclass(g)[1:15, , drop = FALSE])) else plain(unclass(x)[1:15, , drop = FALSE])
  measures <- as.list(fitMeasures(fit))
  indices <- quiet(modindices(fit))
  groups <- if (is.null(case$group)) NULL else lavInspect(fit, "group.label")
  out <- list(
    case = name, versions = versions, file = paste0(files[[case$data]], ".csv"), model = case$model,
    options = options, groups = groups, n = lavInspect(fit, "ntotal"),
    fit = measures, parameters = frame(estimates), standardized = if (is.null(standard)) NULL else frame(standard),
    modification = if (is.null(indices)) NULL else frame(indices),
    residuals = list(
      raw = plain(residuals(fit, type = "raw")), cor = plain(residuals(fit, type = "cor.bollen")),
      normalized = plain(residuals(fit, type = "normalized")),
      standardized = plain(residuals(fit, type = "standardized"))),
    r2 = plain(lavInspect(fit, "r2")), implied = plain(fitted(fit)),
    vcov = if (name == "hs_three") plain(unclass(vcov(fit))) else NULL,
    latent = plain(lavInspect(fit, "cor.lv")),
    scores = head_of(scores), bartlett = head_of(bartlett),
    ave = quiet(plain(unclass(AVE(fit)))), cr = quiet(plain(unclass(compRelSEM(fit))))
  )
  write_json(out, paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
  cat(name, tolerance, measures$chisq, measures$df, "\n")
}
