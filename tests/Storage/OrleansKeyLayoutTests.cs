using Npgsql;
using Orleans;
using Orleans.Runtime;

namespace OrleansAssets.Tests.Storage;

/// <summary>The key columns, recorded from Orleans 10.4.2: a database that is full must be read by every later version.</summary>
public sealed class OrleansKeyLayoutTests(OrleansFixture orleans) : IClassFixture<OrleansFixture>
{
    const long GuidN0 = 5089025570114612571;
    const long GuidN1 = 1050790581882611105;

    [Theory]
    [InlineData("s0", -620780014, "asset/BTC/USDT", -2003308934, 0, 0, "asset/BTC/USDT")]
    [InlineData("s1", 334519595, "ADBE", 1904200386, 0, 44478, null)]
    [InlineData("s2", 1491809541, "NVDA", 1917689866, 0, 0, "NVDA")]
    [InlineData("s3", 1822809723, "0f8fad5bd9cb469fa16570867728950e", -1437873986, GuidN0, GuidN1, null)]
    [InlineData("s4", -312695319, "0f8fad5bd9cb469fa16570867728950e+ext", -495583831, GuidN0, GuidN1, "ext")]
    [InlineData("s5", 1648435801, "2A", -110949262, 0, 42, null)]
    [InlineData("s6", 1803990883, "2A+ext", 2044764532, 0, 42, "ext")]
    [InlineData("s7", 1602314067, "FFFFFFFFFFFFFFFF", -641301823, 0, -1, null)]
    [InlineData("s8", -1006019765, "é/ü", -1894476287, 0, 0, "é/ü")]
    [InlineData("s9", -71984221, "a+b", -493833765, 0, 10, "b")]
    [InlineData("s10", -1336317639, "x+y", -1327813047, 0, 0, "x+y")]
    [InlineData("s11", 1654980364, "0F8FAD5BD9CB469FA16570867728950E", -1437873986, GuidN0, GuidN1, null)]
    [InlineData("s12", 716741333, "11112222333344445", 223029207, 0, 0, "11112222333344445")]
    [InlineData("s13", -1546406580, "+x", 171272240, 0, 0, "+x")]
    [InlineData("s14", 2116724978, "2A+", -110949262, 0, 42, "")]
    [InlineData("s16", -1806170251, "1+2+3", -269798129, 0, 1, "2+3")]
    public async Task Write_Key_FillsTheColumnsThatOrleansFills(
        string stateName, int typeHash, string key, int idHash, long n0, long n1, string? extension)
    {
        await orleans.Silo.Storage.WriteStateAsync(stateName, GrainId.Create("asset", key), new GrainState<string>("stored"));

        await using var command = orleans.DataSource.CreateCommand(
            "SELECT grainidhash, graintypehash, grainidn0, grainidn1, grainidextensionstring, convert_from(payloadbinary, 'UTF8') "
            + "FROM OrleansStorage WHERE serviceid = 'orleans-tests' AND graintypestring = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = stateName });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(
            (idHash, typeHash, n0, n1, extension, "\"stored\""),
            (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3),
                await reader.IsDBNullAsync(4) ? null : reader.GetString(4), reader.GetString(5)));
    }

    [Theory]
    [InlineData("asset/BTC/USDT", 1908627850)]
    [InlineData("ADBE", 673902560)]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", 905487516)]
    [InlineData("2A+ext", 991386892)]
    [InlineData("FFFFFFFFFFFFFFFF", -1219153623)]
    [InlineData("é/ü", 1581200619)]
    [InlineData("zz", -790198289)]
    public async Task Upsert_Reminder_StoresReadableIdAndOrleansHash(string key, int hash)
    {
        var start = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        await orleans.Silo.Reminders.UpsertRow(new ReminderEntry
        {
            GrainId = GrainId.Create("asset", key), ReminderName = "collect", StartAt = start, Period = TimeSpan.FromDays(60),
        });

        await using var command = orleans.DataSource.CreateCommand(
            "SELECT grainhash, starttime, period, version FROM OrleansRemindersTable WHERE serviceid = 'orleans-tests' AND grainid = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = "asset/" + key });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(
            (hash, start, 5_184_000_000, 0), (reader.GetInt32(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetInt32(3)));
    }
}
