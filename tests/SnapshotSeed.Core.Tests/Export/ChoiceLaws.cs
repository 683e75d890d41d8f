using FsCheck;
using FsCheck.Fluent;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan.Steps;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class ChoiceLaws
{
    [Fact]
    public void What_a_chosen_row_references_is_chosen() =>
        Holds((given, _, chosen) => Assert.All(chosen, row => Assert.Subset(chosen, given.Needed(row))));

    [Fact]
    public void No_row_is_chosen_that_leads_to_what_is_left_out() =>
        Holds((given, _, chosen) => Assert.All(chosen, row => Assert.True(given.IsTakeable(row))));

    [Fact]
    public void A_row_is_chosen_for_itself_up_to_the_limit_or_because_another_one_references_it() =>
        Holds(
            (given, choice, chosen) =>
            {
                foreach (var rule in given.Rules)
                {
                    var referenced = chosen.SelectMany(row => given.Referenced(row).Where(other => other != row));
                    var unreferenced = RandomChoice.Chosen(choice, rule).Except(referenced).Count();
                    Assert.InRange(choice.Sampled(rule.Table), unreferenced, rule.Limit);
                }
            }
        );

    [Fact]
    public void No_table_exceeds_limit_and_headroom_where_there_are_no_floors() =>
        Holds(
            RandomChoice.Cases.Select(given => given.WithoutFloors()),
            (given, choice, _) =>
                Assert.All(given.Rules, rule => Assert.True(choice.Rows(rule.Table).Count <= rule.Most))
        );

    /// <summary>
    /// A row that takes its table beyond limit and headroom is needed by one of the first rows of a table, as many as
    /// its floor; and no other row of that table fits with those that take none beyond.
    /// </summary>
    [Fact]
    public void No_table_exceeds_limit_and_headroom_but_by_what_floors_need() =>
        Holds(
            (given, choice, chosen) =>
            {
                var within = given
                    .Rules.SelectMany(rule => RandomChoice.Chosen(choice, rule).Take((int)rule.Most))
                    .ToHashSet();
                var needed = given
                    .Rules.Where(rule => !given.Takeable(rule).Except(chosen).Any(row => given.Fits(row, within)))
                    .SelectMany(rule => RandomChoice.Chosen(choice, rule).Take(rule.Floor))
                    .SelectMany(given.Needed)
                    .ToHashSet();
                Assert.Subset(needed, chosen.Except(within).ToHashSet());
            }
        );

    [Fact]
    public void Every_table_has_its_floor_or_all_rows_that_can_be_chosen() =>
        Holds(
            (given, choice, _) =>
                Assert.All(
                    given.Rules,
                    rule =>
                    {
                        var takeable = given.Takeable(rule).Count();
                        Assert.True(choice.Rows(rule.Table).Count >= Math.Min(rule.Floor, takeable), rule.ToString());
                    }
                )
        );

    [Fact]
    public void No_table_is_short_of_its_limit_where_another_row_fits() =>
        Holds(
            (given, choice, chosen) =>
                Assert.All(
                    given.Rules.Where(rule => choice.Rows(rule.Table).Count < rule.Limit),
                    rule => Assert.False(CanGrow(given, rule, chosen), rule.ToString())
                )
        );

    [Fact]
    public void Every_value_that_can_be_chosen_is_shown_where_there_is_room() =>
        Holds(
            RandomChoice.Cases.Where(given => given.IsCovered).Select(given => given.WithRoomForValues()),
            (given, choice, chosen) =>
                Assert.All(
                    given.Rules,
                    rule =>
                    {
                        var takeable = given.Takeable(rule).ToHashSet();
                        Assert.Superset(
                            takeable.Select(given.Shows).ToHashSet(),
                            takeable.Intersect(chosen).Select(given.Shows).ToHashSet()
                        );
                        var coverage = choice.Coverage(rule.Table)!;
                        Assert.Equal(
                            (takeable.Select(given.Shows).Distinct().Count(), 0),
                            (coverage.All, coverage.All - coverage.Shown)
                        );
                    }
                )
        );

    [Fact]
    public void The_same_rows_give_the_same_choice() =>
        Holds(
            (given, choice, _) =>
            {
                var again = given.Choose();
                foreach (var rule in given.Rules)
                {
                    Assert.Equal(RandomChoice.Chosen(choice, rule), RandomChoice.Chosen(again, rule));
                    Assert.Equal(choice.Sampled(rule.Table), again.Sampled(rule.Table));
                    Assert.Equal(choice.Obstacle(rule.Table), again.Obstacle(rule.Table));
                }
            }
        );

    [Fact]
    public void A_row_is_chosen_once() =>
        Holds(
            (given, choice, chosen) =>
                Assert.Equal(chosen.Count, given.Rules.Sum(rule => choice.Rows(rule.Table).Count))
        );

    private static bool CanGrow(RandomChoice given, SampleRule rule, HashSet<int> chosen) =>
        given.Takeable(rule).Except(chosen).Any(row => given.Fits(row, chosen));

    private static void Holds(Action<RandomChoice, RowChooser, HashSet<int>> law) => Holds(RandomChoice.Cases, law);

    private static void Holds(Gen<RandomChoice> cases, Action<RandomChoice, RowChooser, HashSet<int>> law) =>
        Law.Holds(
            cases,
            given =>
            {
                var choice = given.Choose();
                law(given, choice, [.. given.Rules.SelectMany(rule => RandomChoice.Chosen(choice, rule))]);
            }
        );
}
