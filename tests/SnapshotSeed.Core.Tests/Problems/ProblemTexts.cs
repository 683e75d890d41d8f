using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Problems;

public sealed class ProblemTexts
{
    private static readonly TableName Users = new("public", "users");
    private static readonly TableName Orders = new("public", "orders");

    /// <summary>One of every kind, and the ways in which one kind may be worded.</summary>
    private static readonly RowProblem[] Samples =
    [
        new(RowProblemKind.TableNotFound, Users),
        new(RowProblemKind.NotReadable, Users),
        new(RowProblemKind.NotOnStandby, Users),
        new(RowProblemKind.RowSecurity, Users),
        new(RowProblemKind.NotInsertable, Users),
        new(RowProblemKind.RulesInCycle, Users) { Detail = "(teams, users)" },
        InHeader(RowProblemKind.RepeatedColumn) with
        {
            Count = 2,
        },
        InHeader(RowProblemKind.UnknownColumn),
        InHeader(RowProblemKind.GeneratedColumn),
        new(RowProblemKind.ColumnType, Users)
        {
            Columns = ["nick"],
            InSnapshot = "text",
            InTarget = "character varying(20)",
        },
        new(RowProblemKind.TypeDefinition, Users)
        {
            Constraint = "public.nickname",
            InSnapshot = "text",
            InTarget = "character varying(9)",
        },
        InHeader(RowProblemKind.MissingColumn),
        new(RowProblemKind.RequiredColumn, Users)
        {
            File = "users.tsv",
            Columns = ["age"],
            InTarget = "bigint",
        },
        OfOrder(RowProblemKind.Null) with
        {
            Key = null,
            Columns = ["total"],
        },
        OfOrder(RowProblemKind.Value) with
        {
            Columns = ["total"],
            InTarget = "numeric(8,2)",
        },
        OfOrder(RowProblemKind.LosesValue) with
        {
            Columns = ["total"],
            InSnapshot = "numeric(8,2)",
            InTarget = "integer",
        },
        OfOrder(RowProblemKind.TimeOutOfRange) with
        {
            Columns = ["placed_at"],
            InTarget = "timestamp with time zone",
        },
        InHeader(RowProblemKind.UnknownColumn) with
        {
            Detail = " (display_name is new there; probably renamed)",
        },
        OfOrder(RowProblemKind.Character) with
        {
            Columns = ["note"],
        },
        OfOrder(RowProblemKind.Duplicate) with
        {
            Key = null,
            OtherLine = 4,
            Columns = ["shop", "number"],
            Constraint = "orders_pkey",
        },
        OfOrder(RowProblemKind.Collision) with
        {
            Holder = "the row with id = 99",
            Columns = ["number"],
            Constraint = "orders_number_key",
        },
        OfOrder(RowProblemKind.Exclusion) with
        {
            Holder = "the row with id = 99",
            Columns = ["during"],
            Constraint = "orders_during_excl",
        },
        OfOrder(RowProblemKind.Exclusion) with
        {
            OtherLine = 4,
            Columns = ["lower(code)"],
            Constraint = "orders_code",
        },
        OfOrder(RowProblemKind.Dangling) with
        {
            Columns = ["buyer"],
            Referenced = Users,
            Constraint = "orders_buyer",
        },
        OfOrder(RowProblemKind.DanglingIntoLeftOut) with
        {
            Columns = ["buyer"],
            Referenced = Users,
            Constraint = "orders_buyer",
        },
        OfOrder(RowProblemKind.DanglingIntoDifferent) with
        {
            Columns = ["buyer"],
            Referenced = Users,
            Constraint = "orders_buyer",
        },
        OfOrder(RowProblemKind.DanglingIntoExtension) with
        {
            Columns = ["unit"],
            Referenced = new TableName("public", "units"),
            Constraint = "orders_unit",
            More = 1,
        },
        OfOrder(RowProblemKind.Check) with
        {
            Constraint = "total_is_positive",
            More = 297,
        },
        new(RowProblemKind.NoFile, Users) { File = "users.tsv" },
        new(RowProblemKind.NoFile, Users),
        InHeader(RowProblemKind.NotInManifest),
        OfOrder(RowProblemKind.DanglingInFolder) with
        {
            Columns = ["buyer"],
            Referenced = Users,
            Constraint = "orders_buyer",
        },
        new(RowProblemKind.DanglingIntoNoFile, Orders)
        {
            File = "orders.tsv",
            Columns = ["buyer"],
            Referenced = Users,
            Constraint = "orders_buyer",
            Count = 2,
        },
        new(RowProblemKind.Unreadable, Users)
        {
            File = "users.tsv",
            Detail = "users.tsv line 3: found 1 field, expected 2",
        },
        new(RowProblemKind.NoNaturalKey, Users) { Columns = ["id"] },
        new(RowProblemKind.KeyNeedsItself, Users) { Columns = ["team", "nick"] },
        OfOrder(RowProblemKind.LabelTwice) with
        {
            Columns = ["id"],
            OtherLine = 7,
        },
        OfOrder(RowProblemKind.LabelUnknown) with
        {
            Columns = ["buyer"],
            Referenced = Users,
        },
        OfOrder(RowProblemKind.LabelNotInTarget) with
        {
            Columns = ["buyer"],
            Referenced = Users,
        },
        new(RowProblemKind.NotUpdatable, Users),
        new(RowProblemKind.RulesOnUpdate, Users),
        InHeader(RowProblemKind.KeyColumn),
        OfOrder(RowProblemKind.SeveralRows) with
        {
            Holder = "id = 4 and id = 9",
            Count = 2,
        },
        OfOrder(RowProblemKind.AlreadyThere) with
        {
            More = 3,
        },
        new(RowProblemKind.NotUpdated, Orders) { Count = 2 },
        OfOrder(RowProblemKind.NotUpdated),
        OfOrder(RowProblemKind.Lost),
        OfOrder(RowProblemKind.ParentNotLoaded) with
        {
            Columns = ["buyer"],
            Constraint = "orders_buyer_fkey",
            Referenced = Users,
        },
        new(RowProblemKind.Refused, Orders) { Detail = "orders: what the server says" },
        new(RowProblemKind.NotInserted, Orders) { Detail = "orders: 2 rows were not inserted" },
    ];

    [Fact]
    public void Are_those_that_were_approved()
    {
        var said = new FailureTranscript();
        foreach (var problem in Samples)
        {
            var told = RowProblemText.Of(problem).ToString(option => option.InTool(ConfigurationFile.Name));
            var ofTheTool = told == problem.ToString() ? "" : $"\nof the tool: {told}";
            said.Text(problem.Kind.ToString(), problem + ofTheTool);
        }

        Approval.Verify(said.ToString(), "problems");
    }

    [Fact]
    public void Are_the_same_without_the_table_where_that_is_known() =>
        Assert.All(
            Samples,
            problem =>
                Assert.Contains(problem.ToString(), (string[])[problem.Reason, $"{problem.Table}: {problem.Reason}"])
        );

    [Fact]
    public void Are_there_for_every_kind() =>
        Assert.Equal(Enum.GetValues<RowProblemKind>(), Samples.Select(problem => problem.Kind).Distinct().Order());

    private static RowProblem InHeader(RowProblemKind kind) =>
        new(kind, Users)
        {
            File = "users.tsv",
            Line = 1,
            Columns = ["nick"],
        };

    private static RowProblem OfOrder(RowProblemKind kind) =>
        new(kind, Orders)
        {
            File = "orders.tsv",
            Line = 3,
            Key = "id = 11",
        };
}
