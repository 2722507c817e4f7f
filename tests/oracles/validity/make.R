# Convergent and discriminant validity by semTools, on the surveys of ../cfa.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(semTools); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
five <- paste("tangibles =~ Q1 + Q2 + Q3 + Q4", "reliability =~ Q5 + Q6 + Q7 + Q8 + Q9",
              "responsiveness =~ Q10 + Q11 + Q12 + Q13", "assurance =~ Q14 + Q15 + Q16 + Q17",
              "empathy =~ Q18 + Q19 + Q20 + Q21 + Q22", sep = "\n")
big_five <- paste("agree =~ A1 + A2 + A3 + A4 + A5", "consc =~ C1 + C2 + C3 + C4 + C5",
                  "extra =~ E1 + E2 + E3 + E4 + E5", "neuro =~ N1 + N2 + N3 + N4 + N5",
                  "open =~ O1 + O2 + O3 + O4 + O5", sep = "\n")
three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
cases <- list(
  servqual = list(file = "servqual", model = five),
  bfi = list(file = "bfi", model = big_five),
  holzinger = list(file = "holzinger", model = three),
  cross = list(file = "holzinger", model = paste(three, "visual =~ x9", sep = "\n")),
  single = list(file = "holzinger", model = "visual =~ x1 + x2 + x3\n age =~ ageyr\n textual =~ x4 + x5"),
  second_order = list(file = "holzinger", model = paste(three, "g =~ visual + textual + speed", sep = "\n")),
  small = list(file = "small", model = "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6\n h =~ Q7 + Q8 + Q9"),
  heywood = list(file = "heywood", model = "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6"))
# no ratio exists where factors share an item
quiet <- function(x) tryCatch(suppressWarnings(x), error = function(e) NULL)
plain <- function(x) list(names = colnames(x), values = unname(unclass(x)))
for (name in names(cases)) {
  case <- cases[[name]]
  data <- read.csv(file.path("..", "cfa", paste0(case$file, ".csv")))
  fit <- suppressWarnings(cfa(case$model, data = data, control = list(iter.max = 20000)))
  measured <- if (name == "second_order") three else case$model
  latent <- standardizedSolution(fit)
  latent <- latent[latent$op == "~~" & latent$lhs %in% lavNames(fit, "lv") & latent$lhs != latent$rhs, ]
  out <- list(case = name, versions = versions, file = paste0(case$file, ".csv"), model = case$model,
              ave = as.list(unclass(AVE(fit))), cr = as.list(unclass(compRelSEM(fit))),
              htmt = quiet(plain(htmt(measured, data = data, htmt2 = FALSE, absolute = TRUE))),
              htmt2 = quiet(plain(htmt(measured, data = data, htmt2 = TRUE))),
              correlations = as.list(as.data.frame(unclass(latent))[c("lhs", "rhs", "est.std", "se", "ci.lower", "ci.upper")]),
              cor_lv = plain(lavInspect(fit, "cor.lv")))
  # delta-method errors of AVE and CR with implied variances, by lavaan's own := parameters
  if (name %in% c("servqual", "holzinger")) {
    table <- parTable(fit); defined <- ""; labelled <- ""
    for (f in lavNames(fit, "lv")) {
      items <- table$rhs[table$op == "=~" & table$lhs == f]
      l <- paste0("l_", items); t <- paste0("t_", items); v <- paste0("v_", f)
      labelled <- paste0(labelled, f, " =~ ", paste0("1*", items[1], " + ", paste0(l[-1], "*", items[-1], collapse = " + ")), "\n",
                         paste0(items, " ~~ ", t, "*", items, collapse = "\n"), "\n", f, " ~~ ", v, "*", f, "\n")
      l[1] <- "1"
      s2 <- paste0("(", paste0("(", l, ")^2", collapse = "+"), ")"); s1 <- paste0("(", paste(l, collapse = "+"), ")^2")
      th <- paste0("(", paste(t, collapse = "+"), ")")
      defined <- paste0(defined, "ave_", f, " := ", s2, "*", v, "/(", s2, "*", v, "+", th, ")\n",
                        "cr_", f, " := ", s1, "*", v, "/(", s1, "*", v, "+", th, ")\n")
    }
    refit <- cfa(paste0(labelled, defined), data = data, control = list(iter.max = 20000))
    e <- parameterEstimates(refit); e <- e[e$op == ":=", ]
    out$delta <- list(name = e$lhs, est = e$est, se = e$se)
  }
  write_json(out, paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null")
  cat(name, "\n")
}
# several models compared
data <- read.csv(file.path("..", "cfa", "servqual.csv"))
one <- paste("q =~", paste0("Q", 1:22, collapse = " + "))
merged <- sub("\nassurance =~", " +", sub("\nresponsiveness =~", " +", five))
second <- paste(five, "q =~ tangibles + reliability + responsiveness + assurance + empathy", sep = "\n")
fits <- lapply(list(designed = five, one = one, merged = merged, second = second), cfa, data = data, control = list(iter.max = 20000))
keep <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr", "aic", "bic")
tests <- lapply(fits[-1], function(f) { a <- anova(fits$designed, f); list(delta_chisq = a[2, "Chisq diff"], delta_df = a[2, "Df diff"], delta_p = a[2, "Pr(>Chisq)"]) })
write_json(list(versions = versions, file = "servqual.csv",
                models = list(designed = five, one = one, merged = merged, second = second),
                fit = lapply(fits, function(f) as.list(fitMeasures(f, keep))), tests = tests),
           "compared.json", digits = NA, auto_unbox = TRUE)
save <- function(x, name) write_json(c(list(versions = versions), x), paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null")
# tests of correlations: fixed at 1 and at .9, and factors merged
columns <- c("lhs", "rhs", "est", "ci.lower", "ci.upper", "Chisq diff", "Df diff", "Pr(>Chisq)")
tested <- function(model, file) {
  data <<- read.csv(file.path("..", "cfa", paste0(file, ".csv"))) # update() looks it up there
  fit <- cfa(model, data = data)
  plain <- function(x) setNames(as.list(as.data.frame(x)[columns]), c("lhs", "rhs", "est", "low", "high", "chisq", "df", "p"))
  list(file = paste0(file, ".csv"), model = model, fixed_1 = plain(suppressMessages(discriminantValidity(fit, cutoff = 1))),
       fixed_9 = plain(suppressMessages(discriminantValidity(fit, cutoff = 0.9))),
       merged = plain(suppressMessages(discriminantValidity(fit, merge = TRUE))))
}
# extraversion and neuroticism merged: from extraversion's items lavaan ends in a local minimum of
# a larger chi-square; with neuroticism's items first it finds the smaller one
data <- read.csv(file.path("..", "cfa", "bfi.csv"))
merged <- sub("extra =~", "extra =~ N1 + N2 + N3 + N4 + N5 +", sub("neuro =~[^\n]*\n", "", big_five))
best <- fitMeasures(cfa(merged, data = data), "chisq") - fitMeasures(cfa(big_five, data = data), "chisq")
save(list(extra_neuro = as.numeric(best), servqual = tested(five, "servqual"), bfi = tested(big_five, "bfi"), holzinger = tested(three, "holzinger")), "discriminant")
# two groups with equal loadings; factors of factors; answers with gaps
data <- read.csv(file.path("..", "cfa", "holzinger.csv"))
fit <- cfa(three, data = data, group = "school", group.equal = "loadings")
ratios <- function(htmt2) lapply(split(data, data$school), function(part) unname(unclass(htmt(three, data = part, htmt2 = htmt2))))
latent <- standardizedSolution(fit); latent <- latent[latent$op == "~~" & latent$lhs != latent$rhs, ]
groups <- list(file = "holzinger.csv", model = three, labels = lavInspect(fit, "group.label"), ave = as.list(as.data.frame(unclass(AVE(fit)))),
               cr = as.list(as.data.frame(unclass(compRelSEM(fit)))), htmt = ratios(FALSE), htmt2 = ratios(TRUE),
               correlations = as.list(as.data.frame(unclass(latent))[c("group", "lhs", "rhs", "est.std", "se")]))
save(groups, "groups")
higher <- cfa(paste(three, "g =~ visual + textual + speed", sep = "\n"), data = data)
save(list(file = "holzinger.csv", model = paste(three, "g =~ visual + textual + speed", sep = "\n"),
          omega = as.list(unclass(compRelSEM(higher, higher = "g")))), "higher_order")
gaps <- read.csv(file.path("..", "estimators", "hs_missing.csv"))
fiml <- cfa(three, data = gaps, missing = "fiml")
save(list(file = "hs_missing.csv", model = three, ave = as.list(unclass(AVE(fiml))), cr = as.list(unclass(compRelSEM(fiml)))), "gaps")
# ratios of polychoric correlations
survey <- read.csv(file.path("..", "answers", "survey.csv")); small <- read.csv(file.path("..", "answers", "small.csv"))
ordered_ratios <- function(data, model) list(model = model, htmt = plain(htmt(model, data = data, ordered = names(data), htmt2 = FALSE)),
                                             htmt2 = plain(htmt(model, data = data, ordered = names(data), htmt2 = TRUE)))
save(list(survey = ordered_ratios(survey[paste0("Q", 1:22)], five)), "polychoric")
# mean squared standardised loadings and H with delta-method errors, by lavaan's := parameters
data <- read.csv(file.path("..", "cfa", "holzinger.csv"))
text <- ""; defined <- ""
for (line in strsplit(three, "\n")[[1]]) {
  f <- trimws(strsplit(line, "=~")[[1]][1]); items <- trimws(strsplit(strsplit(line, "=~")[[1]][2], "[+]")[[1]])
  l <- paste0("l_", items); t <- paste0("t_", items)
  text <- paste0(text, f, " =~ ", paste0("NA*", items[1], " + ", paste0(l, "*", items, collapse = " + ")), "\n", f, " ~~ 1*", f, "\n", paste0(items, " ~~ ", t, "*", items, collapse = "\n"), "\n")
  share <- paste0("(", l, "^2/(", l, "^2 + ", t, "))")
  defined <- paste0(defined, "standardized_", f, " := (", paste(share, collapse = " + "), ")/", length(items), "\n",
                    "h_", f, " := 1/(1 + 1/(", paste0("(", share, "/(1 - ", share, "))", collapse = " + "), "))\n")
}
e <- parameterEstimates(cfa(paste0(text, defined), data = data)); e <- e[e$op == ":=", ]
save(list(file = "holzinger.csv", model = three, name = e$lhs, est = e$est, se = e$se), "standardized")
# ordered answers: AVE of the responses behind them, categorical omega of their sum
three_scales <- "tangibles =~ Q1 + Q2 + Q3 + Q4\nreliability =~ Q5 + Q6 + Q7 + Q8 + Q9\nempathy =~ Q18 + Q19 + Q20 + Q21 + Q22"
part <- survey[c(paste0("Q", 1:9), paste0("Q", 18:22))]
data <- part
fit <- cfa(three_scales, data = data, ordered = names(part))
tests <- suppressMessages(discriminantValidity(fit, cutoff = 1))
second <- cfa(paste(three_scales, "g =~ tangibles + reliability + empathy", sep = "\n"), data = data, ordered = names(part))
# compRelSEM 0.5-6 fails here, so its own formula is called
e <- lavInspect(second, "est"); reach <- e$lambda %*% e$beta[, "g"]
higher <- semTools:::omegaCat(truevar = reach %*% t(reach) * e$psi["g", "g"], denom = lavInspect(second, "sampstat")$cov,
                              threshold = semTools:::getThreshold(second)[[1]], scales = rep(1, ncol(part)))
latent <- standardizedSolution(fit); latent <- latent[latent$op == "~~" & latent$lhs %in% lavNames(fit, "lv") & latent$lhs != latent$rhs, ]
two <- read.csv(file.path("..", "dmacs", "ordered.csv"))
grouped <- cfa(paste("f =~", paste0("Q", 1:5, collapse = " + ")), data = two, ordered = paste0("Q", 1:5), group = "group", group.equal = c("thresholds", "loadings"))
save(list(file = "survey.csv", model = three_scales, ave = as.list(unclass(AVE(fit))), cr = as.list(unclass(compRelSEM(fit))),
          higher = higher, lhs = latent$lhs, rhs = latent$rhs, r = latent$est.std, se = latent$se,
          chisq = tests[["Chisq diff"]], p = tests[["Pr(>Chisq)"]],
          groups = list(ave = as.list(as.data.frame(unclass(AVE(grouped)))), cr = as.list(as.data.frame(unclass(compRelSEM(grouped)))))), "ordered")
